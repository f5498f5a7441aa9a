// What stays on the device: settings and the queue of entries, in IndexedDB. Both survive a reload and a restart.

const NAME = "engage-door";
let opened;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("settings");
      asked.result.createObjectStore("entries", { keyPath: "number", autoIncrement: true }).createIndex("id", "id", { unique: true });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  return opened;
}

// Runs `work` in one transaction over a store; gives what `work` gave once all of it is on the disk.
async function transact(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode, { durability: "strict" });
    let given;
    transaction.oncomplete = () => resolve(given);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
    work(transaction.objectStore(store), (value) => { given = value; });
  });
}

export const getSetting = (name) =>
  transact("settings", "readonly", (store, give) => { store.get(name).onsuccess = (event) => give(event.target.result); });

export const putSetting = (name, value) => transact("settings", "readwrite", (store) => { store.put(value, name); });

export const allEntries = () =>
  transact("entries", "readonly", (store, give) => { store.getAll().onsuccess = (event) => give(event.target.result); });

export const addEntries = (entries) =>
  transact("entries", "readwrite", (store) => { for (const entry of entries) store.add(entry); });

// Gives each entry that `picks` chooses to `change`, and keeps what that gives, with what it adds; all of it or nothing.
export const changeEntries = (picks, change) =>
  transact("entries", "readwrite", (store, give) => {
    store.getAll().onsuccess = (event) => {
      const changed = event.target.result.filter(picks).map((entry) => change(entry, (added) => store.add(added)));
      for (const entry of changed) store.put(entry);
      give(changed);
    };
  });

export const removeEntries = (picks) =>
  transact("entries", "readwrite", (store) => {
    store.getAll().onsuccess = (event) => {
      for (const entry of event.target.result.filter(picks)) store.delete(entry.number);
    };
  });

export async function forgetAll() {
  await transact("settings", "readwrite", (store) => { store.clear(); });
  await transact("entries", "readwrite", (store) => { store.clear(); });
}
