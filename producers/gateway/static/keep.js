// What stays on the device: settings and the queue of entries, in IndexedDB. Both survive a reload and a restart.

const NAME = "engage-door";
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 2);
    asked.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) {
        asked.result.createObjectStore("settings");
        const entries = asked.result.createObjectStore("entries", { keyPath: "number", autoIncrement: true });
        entries.createIndex("id", "id", { unique: true });
        entries.createIndex("state", "state");
      }
      asked.result.createObjectStore("archive", { keyPath: "number" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { asked.result.close(); location.reload(); }; // another tab has a newer page
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// The device that this page knows its entries by; what was forgotten meanwhile has another one, or none.
let device;

const others = "BroadcastChannel" in globalThis ? new BroadcastChannel(NAME) : null;
let changedElsewhere = () => {};

// Calls `work` when another tab changed entries, or the key.
export function whenChangedElsewhere(work) {
  changedElsewhere = work;
}

others?.addEventListener("message", ({ data }) => { if (data === "forgotten") location.reload(); else changedElsewhere(); });

// Runs `work` in one transaction over stores; gives what `work` gave once all of it is on the disk. Where another tab has
// forgotten everything since this page was opened nothing is written, nothing goes on, and the page is opened anew.
async function transact(names, mode, work) {
  const database = await open();
  const reading = mode === "readonly";
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(reading ? names : [...new Set(["settings", ...[names].flat()])], mode, { durability: "strict" });
    const store = (name) => transaction.objectStore(name);
    let given;
    let forgotten = false;
    transaction.oncomplete = () => resolve(given);
    transaction.onerror = transaction.onabort = () => (forgotten ? location.reload() : reject(transaction.error));
    const start = () => work(store, (value) => { given = value; });
    if (reading || !device) { start(); return; }
    store("settings").get("log").onsuccess = ({ target: { result: log } }) => {
      forgotten = log?.device !== device;
      if (forgotten) transaction.abort();
      else start();
    };
  });
}

async function changing(names, work) {
  const given = await transact(names, "readwrite", work);
  others?.postMessage("changed");
  return given;
}

export const getSetting = (name) =>
  transact("settings", "readonly", (store, give) => { store("settings").get(name).onsuccess = (event) => give(event.target.result); });

// Keeps a setting; other tabs are told of a scope, which comes after its key.
export async function putSetting(name, value) {
  await transact("settings", "readwrite", (store) => { store("settings").put(value, name); });
  if (name === "scope") others?.postMessage("changed");
}

const newLog = () => ({
  device: Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16).padStart(2, "0")).join(""), next: 1,
});

// Gives the device that the ids of entries begin with; made once, and anew after everything was forgotten.
export async function deviceOfEntries() {
  device = await transact("settings", "readwrite", (store, give) => {
    store("settings").get("log").onsuccess = (event) => {
      const log = event.target.result ?? newLog();
      store("settings").put(log, "log");
      give(log.device);
    };
  });
  return device;
}

// Numbers entries in the order of their adding, two tabs' too, and adds them; `then` gets them as they are kept.
function addNumbered(store, entries, then) {
  store("settings").get("log").onsuccess = (event) => {
    const log = event.target.result ?? newLog();
    const kept = entries.map((entry, place) => {
      const id = `${log.device}-${log.next + place}`;
      return { ...entry, id, event: { ...entry.event, id } };
    });
    store("settings").put({ ...log, next: log.next + entries.length }, "log");
    for (const entry of kept) store("entries").add(entry).onsuccess = (added) => { entry.number = added.target.result; };
    then(kept);
  };
}

export const allEntries = () =>
  transact("entries", "readonly", (store, give) => { store("entries").getAll().onsuccess = (event) => give(event.target.result); });

// Gives the oldest entries in a state that `picks` takes, `most` of them.
export const entriesIn = (state, most, picks = () => true) =>
  transact("entries", "readonly", (store, give) => {
    const found = [];
    give(found);
    store("entries").index("state").openCursor(state).onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor || found.length === most) return;
      if (picks(cursor.value)) found.push(cursor.value);
      cursor.continue();
    };
  });

// Adds entries; gives them with their ids and numbers.
export const addEntries = (entries) =>
  changing(["settings", "entries"], (store, give) => addNumbered(store, entries, give));

// Gives each entry of these numbers to `change`, and keeps what that gives, with what it adds; all of it or nothing.
// What `change` gives nothing for stays as it is. Gives all that was changed or added.
export const changeEntries = (numbers, change) =>
  changing(["settings", "entries"], (store, give) => {
    const changed = [];
    const added = [];
    let left = numbers.length;
    const last = () => {
      if (added.length) addNumbered(store, added, (kept) => give([...changed, ...kept]));
      else give(changed);
    };
    if (!left) give(changed);
    for (const number of numbers) {
      store("entries").get(number).onsuccess = (event) => {
        const entry = event.target.result;
        const after = entry && change(entry, (more) => added.push(more));
        if (after) {
          store("entries").put(after);
          changed.push(after);
        }
        left -= 1;
        if (!left) last();
      };
    }
  });

export const removeEntries = (numbers) =>
  changing("entries", (store) => { for (const number of numbers) store("entries").delete(number); });

const ALL = ["settings", "entries", "archive"];

// Deletes everything, unless the queue has entries that `mayGo` does not let go; gives those. Other tabs are told.
export async function forgetAll(mayGo) {
  const kept = await transact(ALL, "readwrite", (store, give) => {
    store("entries").getAll().onsuccess = ({ target: { result: entries } }) => {
      const left = entries.filter((entry) => !mayGo(entry));
      if (!left.length) for (const name of ALL) store(name).clear();
      give(left);
    };
  });
  if (!kept.length) {
    device = undefined;
    others?.postMessage("forgotten");
  }
  return kept;
}

// Moves entries out of the queue into the archive, which no tap ever has to read.
export const archiveEntries = (entries) =>
  changing(["entries", "archive"], (store) => {
    for (const entry of entries) {
      store("archive").put(entry);
      store("entries").delete(entry.number);
    }
  });

// Deletes from the archive, oldest first, until the first entry that is `kept`.
export const pruneArchive = (kept) =>
  transact("archive", "readwrite", (store) => {
    store("archive").openCursor().onsuccess = ({ target: { result: cursor } }) => {
      if (!cursor || kept(cursor.value)) return;
      cursor.delete();
      cursor.continue();
    };
  });
