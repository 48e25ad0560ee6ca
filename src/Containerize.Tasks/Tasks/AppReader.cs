using Containerize.Diagnostics;
using Containerize.Languages;
using Containerize.Languages.Go;
using Containerize.Languages.Node;
using Containerize.Languages.Python;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Reads what the folder of a container project is: an app of another language, static files, or what the project names.</summary>
internal static class AppReader
{
    /// <summary>The kinds as ContainerAppKind has them.</summary>
    private static readonly Dictionary<string, AppKind> Kinds = Enum.GetValues<AppKind>()
        .ToDictionary(kind => kind.ToString(), StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static AppKind ReadKind(ImageProperties properties)
    {
        if (!properties.IsContentProject || properties["AppKind"] is not { } text)
        {
            return AppKind.None;
        }

        return Kinds.TryGetValue(text, out var kind)
            ? kind
            : throw new ContainerizeException(
                ErrorCodes.InvalidOption,
                $"Reading ContainerAppKind: '{Excerpt.Of(text)}' is no kind of app. Use one of "
                    + $"{string.Join(", ", Kinds.Keys.Select(name => name.ToLowerInvariant()))}, or leave it empty.");
    }

    /// <returns>Null for what is none.</returns>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/> or <see cref="ErrorCodes.AppUnreadable"/>.</exception>
    public static LanguageApp? Read(ImageProperties properties) => ReadKind(properties) switch
    {
        AppKind.Node => NodeApp.Read(properties.Folder, FindVersion(properties, "node")),
        AppKind.Go => GoApp.Read(properties.Folder, properties["GoPackage"]),
        AppKind.Python => PythonApp.Read(properties.Folder, FindVersion(properties, "python")),
        _ => null,
    };

    /// <summary>The base that the project names, as far as it is one; null: it names none.</summary>
    public static ImageReference? FindBase(ImageProperties properties)
        => properties["BaseImage"] is { } named && ImageReference.TryParse(named, out var reference) ? reference : null;

    private static string? FindVersion(ImageProperties properties, string repository)
        => FindBase(properties) is { } named ? LanguageApp.FindVersion(named, repository) : null;

    /// <summary>Of systems that no image is for nothing more is asked.</summary>
    private static RuntimeIdentifier FindHost(string identifier)
        => RuntimeIdentifier.TryParse(identifier, out var host) ? host : new RuntimeIdentifier(new Platform("other", "other"), Library: null);

    /// <summary>What an image's packages are installed for, and where below obj.</summary>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidPlatform"/>.</exception>
    public static AppTarget ReadTarget(ImageProperties properties)
    {
        var identifier = RuntimeIdentifier.Parse(PlatformReader.ReadRuntimeIdentifier(properties));
        // Of an image that the project names, Alpine's say so in their tags.
        if (FindBase(properties)?.Tag?.Contains("alpine", StringComparison.OrdinalIgnoreCase) == true)
        {
            identifier = identifier with { Library = CLibrary.Musl };
        }

        var library = identifier.Library == CLibrary.Musl ? "-musl" : string.Empty;
        var platform = identifier.Platform;
        return new AppTarget(
            identifier,
            FindHost(properties.Required("SdkRuntimeIdentifier")),
            Path.Join(
                properties.Path("IntermediateDirectory"),
                ReadKind(properties).ToString().ToLowerInvariant(),
                $"{platform.Os}{library}-{platform.Architecture}{platform.Variant}"));
    }
}
