using System.Net;
using System.Security.Cryptography;
using System.Text;
using Containerize.Diagnostics;
using Containerize.Host.Files;

namespace Containerize.Explaining;

/// <summary>
/// An explanation as one HTML file that asks for nothing else: style and script are in it, and its content security policy names their hashes, so that a
/// browser runs nothing that came with the image.
/// </summary>
internal static class ReportPage
{
    private static readonly (string Before, string After) Whole = Compose();

    /// <param name="path">Absolute; its folder is made.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.ResultNotWritten"/>.</exception>
    public static async Task WriteAsync(string path, Explanation explanation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await WholeFile.WriteAsync(path, stream => WriteAsync(stream, explanation));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ContainerizeException(ErrorCodes.ResultNotWritten, $"Writing the report to {path}: {Excerpt.Of(e.Message)}", e);
        }
    }

    internal static async Task WriteAsync(Stream output, Explanation explanation)
    {
        // The title last: it is the only one that came with the image.
        var (before, after) = Whole;
        await output.WriteAsync(Encoding.UTF8.GetBytes(before.Replace("{{title}}", WebUtility.HtmlEncode(explanation.Title), StringComparison.Ordinal)));
        ReportJson.Write(output, explanation);
        await output.WriteAsync(Encoding.UTF8.GetBytes(after));
    }

    /// <summary>The page before and after its data.</summary>
    private static (string Before, string After) Compose()
    {
        var style = Read("report.css");
        var script = string.Concat(Read("report.model.js"), Read("report.treemap.js"), Read("report.files.js"), Read("report.js"));
        var parts = Read("report.html")
            .Replace("{{style-hash}}", HashOf(style), StringComparison.Ordinal)
            .Replace("{{script-hash}}", HashOf(script), StringComparison.Ordinal)
            .Replace("{{style}}", style, StringComparison.Ordinal)
            .Replace("{{script}}", script, StringComparison.Ordinal)
            .Split("{{data}}");
        return (parts[0], parts[1]);
    }

    /// <summary>As a content security policy writes it (CSP3, 2.3.1, hash-source).</summary>
    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string Read(string name)
    {
        using var resource = typeof(ReportPage).Assembly.GetManifestResourceStream($"Containerize.Explaining.Page.{name}")!;
        using var reader = new StreamReader(resource, Encoding.UTF8);
        // Git may have checked them out with others.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
