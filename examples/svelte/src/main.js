import { init } from "ringtrail";
import { mount } from "svelte";
import App from "./app.svelte";

init({ site: "demo", host: "http://localhost:8787" });

mount(App, { target: document.getElementById("app") });
