using Containerize.BaseImages;
using Containerize.Diagnostics;
using Containerize.Layering;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Reads which of the published files the image takes.</summary>
internal sealed class FileChoiceReader(ImageProperties properties)
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public FileChoice Read(string runtimeIdentifier, ImageReference? system)
    {
        var faults = new Faults();
        var keepsRuntimes = faults.Read(() => ReadFlag("KeepForeignRuntimes", "ContainerizeKeepForeignRuntimes"), false);
        var keepsSymbols = faults.Read(() => ReadFlag("KeepSymbols", "ContainerizeKeepSymbols"), false);
        faults.Throw();
        return new FileChoice(
            keepsRuntimes ? null : new ImageRuntime(FindArchitecture(runtimeIdentifier), FindLibrary(runtimeIdentifier, system)),
            TakesSymbols: keepsSymbols,
            IsNative: properties.IsTrue("Aot"));
    }

    /// <summary>As far as the project's own words make it certain.</summary>
    private static CLibrary? FindLibrary(string runtimeIdentifier, ImageReference? system)
    {
        if (system?.Tag?.Contains("alpine", StringComparison.OrdinalIgnoreCase) == true
            || (RuntimeIdentifier.TryParse(runtimeIdentifier, out var identifier) && identifier.Library == CLibrary.Musl))
        {
            return CLibrary.Musl;
        }

        return system?.Tag is not null && BaseImageInference.IsDotnet(system) ? CLibrary.Glibc : null;
    }

    /// <summary>
    /// In a builder, which may make images for others than the platform it runs on, what the builder says, or the system's <c>uname -m</c>; nothing where
    /// neither does.
    /// </summary>
    private string? FindArchitecture(string runtimeIdentifier)
    {
        if (!properties.IsTrue("InBuilder"))
        {
            return runtimeIdentifier.Split('-')[^1];
        }

        return properties["TargetArchitecture"] switch
        {
            null => null,
            "amd64" or "x86_64" => "x64",
            "386" or "i686" => "x86",
            "aarch64" => "arm64",
            "armv7l" or "armv8l" => "arm",
            "loong64" => "loongarch64",
            var other => other,
        };
    }

    private bool ReadFlag(string name, string property) => properties[name]?.ToUpperInvariant() switch
    {
        null or "FALSE" => false,
        "TRUE" => true,
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidOption,
            $"Reading {property}: '{Excerpt.Of(properties[name])}' is neither true nor false. Use one of the two."),
    };
}
