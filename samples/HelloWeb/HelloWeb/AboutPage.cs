using System.Diagnostics;
using Humanizer;
using Markdig;

namespace HelloWeb;

/// <summary><c>about.md</c> as a page, with how long the process has been up.</summary>
internal static class AboutPage
{
    public static string Render()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "about.md"));
        using var process = Process.GetCurrentProcess();
        return $"""
            <!doctype html>
            <html lang="en">
            <head><title>HelloWeb</title><link rel="stylesheet" href="/site.css"></head>
            <body>
            {Markdown.ToHtml(text)}
            <footer>Up for {(DateTime.Now - process.StartTime).Humanize(precision: 2)}.</footer>
            </body>
            </html>
            """;
    }
}
