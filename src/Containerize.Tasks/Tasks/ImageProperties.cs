using Containerize.Diagnostics;
using Containerize.Languages;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>MSBuild properties, handed over as the metadata of one item: empty means not set, and there is no third thing.</summary>
internal sealed class ImageProperties(ITaskItem item, ProjectPaths paths)
{
    private Lazy<LanguageApp?>? app;

    /// <summary>A value; null when the property is not set or blank.</summary>
    public string? this[string name] => item.GetMetadata(name).Trim() is { Length: > 0 } value ? value : null;

    public string Required(string name)
        => this[name] ?? throw new ContainerizeException(ErrorCodes.Unexpected, $"Reading the project's properties: {name} is empty.");

    public bool IsTrue(string name) => string.Equals(this[name], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the project is a site of static files, which a web server serves.</summary>
    public bool IsSite => IsTrue("StaticSite");

    /// <summary>Whether the project has no program of its own, but what it names.</summary>
    public bool IsContentProject => IsTrue("ContentProject");

    /// <summary>What <see cref="AppReader.Read"/> says. Its files are read once, and what is wrong with them is the same each time.</summary>
    public LanguageApp? App => (app ??= new Lazy<LanguageApp?>(() => AppReader.Read(this))).Value;

    /// <summary>Absolute path of the project's folder.</summary>
    public string Folder => paths.Directory;

    /// <summary>A list with semicolons between its parts.</summary>
    public string[] List(string name) => (this[name] ?? string.Empty).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Absolute paths; those that are not set are left out.</summary>
    public string[] Paths(string name) => [.. List(name).Select(paths.MakeAbsolute)];

    /// <summary>An absolute path; a relative one is below the project's folder.</summary>
    public string? Path(string name) => this[name] is { } path ? paths.MakeAbsolute(path) : null;
}
