using System.Text.RegularExpressions;

namespace Containerize.Languages.Python;

/// <summary>What starts an app of Python, by what its files and its requirements say.</summary>
/// <param name="folder">Absolute path of the app's.</param>
internal sealed partial class PythonStart(string folder, PythonRequirements requirements)
{
    /// <summary>Where a web app listens that a server of ours starts, as all images here do that nobody told another.</summary>
    public const string Port = "8080";

    /// <summary>Longest part of a file that is looked at.</summary>
    private const int LongestText = 256 * 1024;

    private static readonly string[] Modules = ["app", "wsgi", "asgi", "main", "application", "server"];

    private static readonly string[] Scripts = ["main.py", "app.py", "__main__.py"];

    /// <summary>Servers of web apps, those for production, and how each is told the app and where to listen.</summary>
    private static readonly (string Package, bool IsForAsync, Func<string, string[]> Compose)[] Servers =
    [
        ("gunicorn", false, app => ["python", "-m", "gunicorn", "--bind", $"0.0.0.0:{Port}", app]),
        ("waitress", false, app => ["python", "-m", "waitress", $"--listen=0.0.0.0:{Port}", app]),
        ("uvicorn", true, app => ["python", "-m", "uvicorn", "--host", "0.0.0.0", "--port", Port, app]),
        ("hypercorn", true, app => ["python", "-m", "hypercorn", "--bind", $"0.0.0.0:{Port}", app]),
    ];

    /// <summary>The command, and whether it listens on <see cref="Port"/>; null: nothing tells.</summary>
    public (IReadOnlyList<string> Command, bool IsServer)? Find()
    {
        if (FindServed() is { } served)
        {
            return (served, true);
        }

        string[] files = [.. Directory.EnumerateFiles(folder, "*.py").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];
        // Of a web app without a server only a file that starts one itself does more than define it.
        var script = Scripts.FirstOrDefault(name => files.Contains(name, StringComparer.Ordinal) && (!IsWeb || Runs(name)))
            ?? (files is [var only] && (!IsWeb || Runs(only)) ? only : null);
        return script is null ? null : (["python", script], false);
    }

    /// <summary>Whether a framework is among the requirements whose apps need a server.</summary>
    public bool IsWeb => requirements.Has("flask") || requirements.Has("fastapi") || requirements.Has("django") || requirements.Has("starlette");

    private string[]? FindServed()
    {
        foreach (var (package, isForAsync, compose) in Servers.Where(server => requirements.Has(server.Package)))
        {
            foreach (var module in Modules)
            {
                if (ReadModule(module) is { } text && Application().Match(text) is { Success: true } found
                    && (!isForAsync || Asynchronous().IsMatch(found.Value) || !IsWeb))
                {
                    return compose($"{module}:{found.Groups["name"].Value}");
                }

                if (!isForAsync && ReadModule(module) is { } other && Factory().IsMatch(other))
                {
                    return compose($"{module}:create_app()");
                }
            }
        }

        return null;
    }

    private bool Runs(string file) => Guard().IsMatch(ReadText(Path.Join(folder, file)));

    private string? ReadModule(string module) => Path.Join(folder, module + ".py") is var path && File.Exists(path) ? ReadText(path) : null;

    private static string ReadText(string path) => File.ReadAllText(path) is var text && text.Length > LongestText ? text[..LongestText] : text;

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline;

    [GeneratedRegex(@"^(?<name>app|application)\s*(:\s*[\w.\[\]]+\s*)?=\s*[^\n]*", Options)]
    private static partial Regex Application();

    [GeneratedRegex(@"=\s*([\w.]*\.)?(FastAPI|Starlette|Quart|Litestar|BlackSheep|get_asgi_application)\s*\(", Options)]
    private static partial Regex Asynchronous();

    [GeneratedRegex(@"^def create_app\(\s*\)", Options)]
    private static partial Regex Factory();

    [GeneratedRegex("^if\\s+__name__\\s*==\\s*['\"]__main__['\"]", Options)]
    private static partial Regex Guard();
}
