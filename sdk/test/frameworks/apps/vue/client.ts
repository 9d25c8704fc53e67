import { createApp, createSSRApp } from "vue";
import App from "./app.vue";

const root = document.getElementById("app") as HTMLElement;
const app = (root.firstChild ? createSSRApp : createApp)(App);
app.mount(root);
Object.assign(window, { unmount: () => app.unmount() });
