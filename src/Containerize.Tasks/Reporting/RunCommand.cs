using System.Text;
using Containerize.Destinations;
using Containerize.Oci;

namespace Containerize.Reporting;

/// <summary>How to run an image from where it is: what one types after the first publish, and knows by the second.</summary>
internal static class RunCommand
{
    /// <param name="isFirst">The project has not been published before, as far as its obj folder tells.</param>
    /// <returns>A line, or none. An archive that nobody asked for says each time how it gets into an engine.</returns>
    public static IReadOnlyList<string> FormatLines(PublishResult result, bool isFirst)
        => (isFirst || result.Destination == DestinationKind.ArchiveInstead) && Format(result) is { } command ? [command] : [];

    private static string? Format(PublishResult result)
    {
        if (result.Destination.Runner is not { } program)
        {
            return null;
        }

        var ports = ImageConfig.Parse(Encoding.UTF8.GetBytes(result.Images[0].ConfigText), "the image's configuration").Ports.Select(Map);
        var load = result.Destination.IsFile ? $"{program} load -i {Quote(result.References[0])} && " : string.Empty;
        var name = result.Destination.IsFile ? result.Names[0] : result.References[0];
        return $"{load}{program} run --rm {string.Concat(ports)}{name}";
    }

    /// <param name="port">As an image has it: <c>8080/tcp</c>.</param>
    private static string Map(string port)
    {
        var number = port.Split('/')[0];
        return $"-p {number}:{port.Replace("/tcp", string.Empty, StringComparison.Ordinal)} ";
    }

    private static string Quote(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"\"{path}\"" : path;
}
