using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Xunit;

namespace Containerize.Tests.Engine.Browsing;

/// <summary>A page in a browser, and what it complained of.</summary>
internal sealed class Page : IAsyncDisposable
{
    private readonly Chromium browser;
    private readonly string session;
    private readonly string target;
    private readonly ConcurrentDictionary<string, TaskCompletionSource> loaded = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> complaints = new();
    private readonly ConcurrentQueue<string> requests = new();

    private Page(Chromium browser, string target, string session)
    {
        this.browser = browser;
        this.target = target;
        this.session = session;
        browser.Happened += Hear;
    }

    /// <summary>Errors and warnings in the console, exceptions, and what the security policy refused.</summary>
    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Addresses that were asked for.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    public static async Task<Page> OpenAsync(Chromium browser, string file, string scheme)
    {
        var target = (string)(await browser.AskAsync("Target.createTarget", new() { ["url"] = "about:blank" }))["targetId"]!;
        var session = (string)(await browser.AskAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true }))["sessionId"]!;
        var page = new Page(browser, target, session);
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await page.AskAsync($"{domain}.enable");
        }

        await page.ResizeAsync(1280, 900);
        await page.AskAsync("Emulation.setEmulatedMedia", new()
        {
            ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }, new JsonObject { ["name"] = "prefers-reduced-motion", ["value"] = "reduce" }),
        });
        await page.AskAsync("Page.setLifecycleEventsEnabled", new() { ["enabled"] = true });
        var loader = (string)(await page.AskAsync("Page.navigate", new() { ["url"] = new Uri(file).AbsoluteUri }))["loaderId"]!;
        await page.LoadOf(loader).Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        return page;
    }

    public Task ResizeAsync(int width, int height)
        => AskAsync("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    /// <param name="expression">In JavaScript; a promise is waited for.</param>
    /// <exception cref="InvalidOperationException">It threw.</exception>
    public async Task<JsonNode?> EvaluateAsync(string expression)
    {
        var answer = await AskAsync("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true, ["returnByValue"] = true });
        return answer["exceptionDetails"] is { } thrown ? throw new InvalidOperationException($"{expression}: {thrown.ToJsonString()}") : answer["result"]!["value"]?.DeepClone();
    }

    public async Task<string> TextAsync(string selector) => (string?)await EvaluateAsync($"document.querySelector({JsonValue.Create(selector)!.ToJsonString()}).innerText") ?? string.Empty;

    /// <summary>What a key does: keyboards have no other way.</summary>
    /// <param name="key">As <c>KeyboardEvent.key</c> has it: <c>Tab</c>, <c>Enter</c>, <c>ArrowRight</c>.</param>
    public async Task PressAsync(string key)
    {
        var (code, text) = key switch
        {
            "Tab" => (9, null),
            "Enter" => (13, "\r"),
            "Escape" => (27, null),
            "ArrowRight" => (39, null),
            "ArrowDown" => (40, null),
            "End" => (35, null),
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, "no such key here"),
        };
        var down = new JsonObject { ["type"] = text is null ? "rawKeyDown" : "keyDown", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code };
        if (text is not null)
        {
            down["text"] = text;
        }

        await AskAsync("Input.dispatchKeyEvent", down);
        await AskAsync("Input.dispatchKeyEvent", new() { ["type"] = "keyUp", ["key"] = key, ["code"] = key, ["windowsVirtualKeyCode"] = code });
    }

    public Task TypeAsync(string text) => AskAsync("Input.insertText", new() { ["text"] = text });

    /// <summary>Until the page has drawn what it was told to.</summary>
    public Task DrawnAsync() => EvaluateAsync("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))");

    /// <returns>A line for each rule that is broken, with the first place; empty: axe finds none.</returns>
    public async Task<IReadOnlyList<string>> AskAxeAsync(string axe)
    {
        await EvaluateAsync($"{await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken)}; true");
        var found = await EvaluateAsync("axe.run().then(found => found.violations.map(rule => `${rule.id}: ${rule.nodes.length} times, ${rule.nodes[0].html} ${rule.nodes[0].failureSummary}`))");
        return [.. found!.AsArray().Select(line => (string)line!)];
    }

    /// <summary>What can be seen, as PNG.</summary>
    public async Task<byte[]> CaptureAsync() => Convert.FromBase64String((string)(await AskAsync("Page.captureScreenshot", new() { ["format"] = "png" }))["data"]!);

    /// <summary>What a printer gets, as PDF.</summary>
    public async Task<byte[]> PrintAsync() => Convert.FromBase64String((string)(await AskAsync("Page.printToPDF"))["data"]!);

    public async ValueTask DisposeAsync()
    {
        browser.Happened -= Hear;
        await browser.AskAsync("Target.closeTarget", new() { ["targetId"] = target });
    }

    /// <summary>That of the page which was there before is another.</summary>
    private TaskCompletionSource LoadOf(string loader) => loaded.GetOrAdd(loader, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private Task<JsonObject> AskAsync(string method, JsonObject? arguments = null) => browser.AskAsync(method, arguments, session);

    private void Hear(string from, string what, JsonObject said)
    {
        if (from != session)
        {
            return;
        }

        switch (what)
        {
            case "Page.lifecycleEvent" when (string?)said["name"] == "load":
                LoadOf((string)said["loaderId"]!).TrySetResult();
                break;
            case "Runtime.exceptionThrown" or "Log.entryAdded":
            case "Runtime.consoleAPICalled" when (string?)said["type"] is "error" or "warning" or "assert":
                complaints.Enqueue(said.ToJsonString());
                break;
            case "Network.requestWillBeSent":
                requests.Enqueue((string)said["request"]!["url"]!);
                break;
        }
    }
}
