# The pipeline's commands in two small images, without the engines and the simulator (.dockerignore): `--target worker` for worker,
# migrate, release and repair, which holds no library of pages, sheets and boards; the other, for gateway and publish, has every command.
FROM python:3.11.14-slim-bookworm AS built-worker

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
# Without isolation, or the build would fetch whatever hatchling and what it needs are the newest.
RUN pip install --constraint constraints.txt hatchling \
    && pip wheel --no-build-isolation --no-deps --wheel-dir /wheels . \
    && python -m venv --without-pip /opt/engage \
    && pip --python /opt/engage/bin/python install --constraint constraints.txt "$(echo /wheels/*.whl)[release]"
# A server never loads Arrow's clients of Flight and S3, its tests and headers, nor the sources of compiled modules. A name
# that is not there any more ends the build.
WORKDIR /opt/engage/lib/python3.11/site-packages/pyarrow
RUN rm -r tests include src libarrow_flight.so.* libarrow_python_flight.so* _flight.* libarrow_s3.so.* _s3fs.* \
    && rm libarrow_python.so libarrow_python.so.*.*.* libarrow_python_parquet_encryption.so \
    && find /opt/engage -type f -regextype posix-extended -regex '.*\.(a|c|cc|cpp|h|hpp|pxd|pxi|pyx)' -delete

FROM built-worker AS built-all
WORKDIR /src
RUN pip --python /opt/engage/bin/python install --constraint constraints.txt "$(echo /wheels/*.whl)[gateway,sheets,dashboards]" \
    && find /opt/engage -type f -regextype posix-extended -regex '.*\.(a|c|cc|cpp|h|hpp|pxd|pxi|pyx)' -delete

FROM python:3.11.14-slim-bookworm AS base

# What is kept is in one place, the user's own: keys of pseudonyms, organisers' keys as hashes, journals of sheets.
RUN groupadd --gid 10001 engage \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin engage \
    && install --directory --owner engage --group engage --mode 0700 /var/lib/engage
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

FROM base AS worker
COPY --from=built-worker /opt/engage /opt/engage

FROM base AS all
COPY --from=built-all /opt/engage /opt/engage
