import { render } from "svelte/server";
import App from "./app.svelte";

process.stdout.write(render(App).body);
