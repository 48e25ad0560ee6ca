using System.Text.RegularExpressions;

namespace Containerize.Tests.Engine.Lab;

/// <summary>The requests a registry says it answered.</summary>
internal sealed partial class AccessLog(string path, RegistryContent registry)
{
    /// <summary>Those of Containerize that were made meanwhile, in the order they ended.</summary>
    public async Task<IReadOnlyList<AccessLine>> DuringAsync(Func<Task> doing)
    {
        var from = (await AllAsync()).Length;
        await doing();
        var lines = await AllAsync();
        return
        [
            .. lines[from..].Select(line => Line().Match(line)).Where(match => match.Success)
                .Select(match => new AccessLine(match.Groups["method"].Value, match.Groups["path"].Value, int.Parse(match.Groups["status"].Value)))
        ];
    }

    /// <summary>The registry answers first and logs then; when a later request is in the log, so are the earlier ones.</summary>
    private async Task<string[]> AllAsync()
    {
        var mark = Guid.NewGuid().ToString("N");
        await registry.TouchAsync(mark);
        return await Patience.UntilAsync("the registry to write its log", async () =>
        {
            var lines = await File.ReadAllLinesAsync(path);
            return lines.Any(line => line.Contains(mark, StringComparison.Ordinal)) ? lines : null;
        });
    }

    [GeneratedRegex("\"(?<method>[A-Z]+) (?<path>[^ ]+) HTTP[^\"]*\" (?<status>[0-9]{3}) .*\"containerize/[^\"]*\"$", RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
