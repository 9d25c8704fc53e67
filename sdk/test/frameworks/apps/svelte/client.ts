import { hydrate, mount, unmount } from "svelte";
import App from "./app.svelte";

const target = document.getElementById("app") as HTMLElement;
const app = (target.firstChild ? hydrate : mount)(App, { target });
Object.assign(window, { unmount: () => unmount(app) });
