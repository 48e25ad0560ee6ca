using System.Text.Json;
using Containerize.Diagnostics;

namespace Containerize.Languages.Node;

/// <summary>What a <c>package.json</c> says of an app (docs.npmjs.com, "package.json").</summary>
internal sealed record NodePackage
{
    private static readonly string[] Installed = ["dependencies", "optionalDependencies"];

    public string? Start { get; init; }

    public string? Main { get; init; }

    /// <summary>The range in <c>engines.node</c>.</summary>
    public string? Engine { get; init; }

    /// <summary>Whether it has anything to install for a start.</summary>
    public bool HasDependencies { get; init; }

    /// <param name="path">Absolute path of a file that exists.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.AppUnreadable"/>.</exception>
    public static NodePackage Read(string path)
    {
        using var document = JsonFile.Read(path);
        var root = document.RootElement;
        return new NodePackage
        {
            Start = JsonFile.Text(root, "scripts", "start"),
            Main = JsonFile.Text(root, "main"),
            Engine = JsonFile.Text(root, "engines", "node"),
            HasDependencies = Installed.Any(name => root.TryGetProperty(name, out var list)
                    && list.ValueKind == JsonValueKind.Object
                    && list.EnumerateObject().Any())
                || root.TryGetProperty("workspaces", out _),
        };
    }
}
