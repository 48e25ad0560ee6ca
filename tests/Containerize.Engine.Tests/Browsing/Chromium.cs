using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace Containerize.Tests.Engine.Browsing;

/// <summary>Debian's Chromium without a window, asked over its DevTools protocol.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> asked = new();
    private readonly ClientWebSocket socket = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly CancellationTokenSource stop = new();
    private readonly string profile = Directory.CreateTempSubdirectory("containerize-chromium-").FullName;
    private readonly Process process;
    private Task receiving = Task.CompletedTask;
    private int last;

    private Chromium()
    {
        // As root it has no sandbox of its own. The network is left alone: whatever it asks for on its own would be asked for in a test.
        process = new Process
        {
            StartInfo = new ProcessStartInfo("chromium",
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-port=0", $"--user-data-dir={profile}", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--force-device-scale-factor=1", "--hide-scrollbars", "about:blank",
            ])
            { RedirectStandardError = true, UseShellExecute = false },
        };
    }

    /// <summary>An event of a page: its session, the event's name and what it says.</summary>
    public event Action<string, string, JsonObject>? Happened;

    public static async Task<Chromium> StartAsync()
    {
        var browser = new Chromium();
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <param name="session">Null: of the browser itself.</param>
    /// <returns>What it answers.</returns>
    public async Task<JsonObject> AskAsync(string method, JsonObject? arguments = null, string? session = null)
    {
        var number = Interlocked.Increment(ref last);
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        asked[number] = answer;
        var message = new JsonObject { ["id"] = number, ["method"] = method, ["params"] = arguments ?? [] };
        if (session is not null)
        {
            message["sessionId"] = session;
        }

        await sending.WaitAsync(stop.Token);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, endOfMessage: true, stop.Token);
        }
        finally
        {
            sending.Release();
        }

        var said = await answer.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        return said["error"] is { } error ? throw new InvalidOperationException($"{method}: {error.ToJsonString()}") : said["result"]!.AsObject();
    }

    /// <summary>Opens a file in a page of its own.</summary>
    public Task<Page> OpenAsync(string file, string scheme = "light") => Page.OpenAsync(this, file, scheme);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        process.Dispose();
        socket.Dispose();
        sending.Dispose();
        stop.Dispose();
        Directory.Delete(profile, recursive: true);
    }

    private async Task ConnectAsync()
    {
        const string Listening = "DevTools listening on ";
        process.Start();
        using var limit = new CancellationTokenSource(Limit);
        while (await process.StandardError.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith(Listening, StringComparison.Ordinal))
            {
                _ = process.StandardError.ReadToEndAsync(stop.Token);
                await socket.ConnectAsync(new Uri(line[Listening.Length..]), limit.Token);
                receiving = ReceiveAsync();
                return;
            }
        }

        throw new InvalidOperationException($"Chromium ended with {process.ExitCode} before it listened.");
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[1 << 20];
        using var message = new MemoryStream();
        while (!stop.IsCancellationRequested)
        {
            var part = await socket.ReceiveAsync(buffer, stop.Token);
            message.Write(buffer, 0, part.Count);
            if (!part.EndOfMessage)
            {
                continue;
            }

            var said = JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!.AsObject();
            message.SetLength(0);
            if ((int?)said["id"] is { } number)
            {
                asked.TryRemove(number, out var answer);
                answer?.TrySetResult(said);
            }
            else
            {
                Happened?.Invoke((string?)said["sessionId"] ?? string.Empty, (string)said["method"]!, said["params"]!.AsObject());
            }
        }
    }
}
