# The pipeline's commands in one small image: worker, gateway, migrate, publish. Without the embedded engines.
FROM python:3.11.14-slim-bookworm AS built

ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /src
COPY constraints.txt pyproject.toml README.md LICENSE ./
COPY engage.py terminal.py ./
COPY schemas schemas
COPY connections connections
COPY producers producers
COPY streams streams
COPY dashboards dashboards
COPY embedded embedded
# Without isolation, or the build would fetch whatever hatchling is the newest.
RUN pip install hatchling==1.33.0 \
    && pip wheel --no-build-isolation --no-deps --wheel-dir /wheels . \
    && python -m venv --without-pip /opt/engage \
    && pip --python /opt/engage/bin/python install --constraint constraints.txt /wheels/*.whl

FROM python:3.11.14-slim-bookworm

# What is kept is in one place, the user's own: keys of pseudonyms, organisers' keys as hashes, journals of sheets.
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin engage \
    && install --directory --owner engage --group engage --mode 0700 /var/lib/engage
COPY --from=built /opt/engage /opt/engage
ENV PATH=/opt/engage/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    ENGAGE_KEY_DIR=/var/lib/engage/keys \
    ENGAGE_ORGANISERS_FILE=/var/lib/engage/organisers.json \
    ENGAGE_SHEET_DIR=/var/lib/engage/sheets
USER 10001:10001
WORKDIR /tmp
ENTRYPOINT ["engage"]
CMD ["--help"]
