/**
 * Preloaded into wrangler: when the parent is gone, even by `kill -9`, its channel closes and wrangler is asked to
 * stop, which stops workerd too. Without it both would live on and keep the port.
 */
process.on("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
