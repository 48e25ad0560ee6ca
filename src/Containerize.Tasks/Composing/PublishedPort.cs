using System.Globalization;
using System.Text.RegularExpressions;

namespace Containerize.Composing;

/// <summary>A port of the machine that leads to one of a container.</summary>
/// <param name="Host">1 to 65535.</param>
/// <param name="Container">For example <c>8080/tcp</c>.</param>
internal readonly partial record struct PublishedPort(int Host, string Container)
{
    public string Protocol => Container[(Container.IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>Reads a line of a service's list, as we or somebody else may have written it; null: it is none that names both ports.</summary>
    public static PublishedPort? Read(string line)
    {
        if (Line().Match(line) is not { Success: true } found)
        {
            return null;
        }

        var protocol = found.Groups["protocol"] is { Success: true } named ? named.Value : "tcp";
        var host = int.Parse(found.Groups["host"].Value, NumberStyles.None, CultureInfo.InvariantCulture);
        return new PublishedPort(host, $"{found.Groups["container"].Value}/{protocol}");
    }

    /// <summary>A port as images name it, which may leave the protocol out; null: it is several, or none.</summary>
    public static string? ReadContainer(string text) => Exposed().Match(text) switch
    {
        { Success: false } => null,
        var found when found.Groups["protocol"].Success => text,
        _ => $"{text}/tcp",
    };

    /// <summary>For example <c>8081:8080</c> or <c>53:53/udp</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Host}:{(Protocol == "tcp" ? Container[..^"/tcp".Length] : Container)}");

    [GeneratedRegex(@"^[0-9]{1,5}(/(?<protocol>[a-z]+))?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Exposed();

    [GeneratedRegex(
        "^\\s*-\\s*[\"']?([0-9.]+:|\\[[0-9a-fA-F:]*\\]:)?(?<host>[0-9]{1,5}):(?<container>[0-9]{1,5})(/(?<protocol>[a-z]+))?[\"']?\\s*(#.*)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Line();
}
