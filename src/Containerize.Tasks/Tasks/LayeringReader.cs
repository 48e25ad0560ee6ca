using System.Globalization;
using Containerize.Diagnostics;
using Containerize.Layering;

namespace Containerize.Tasks;

/// <summary>Reads how finely the app is cut into layers: ContainerizeLayering, ContainerizePackageLayers.</summary>
internal static class LayeringReader
{
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidOption"/>.</exception>
    public static LayeringChoice Read(ImageProperties properties)
    {
        var faults = new Faults();
        var mode = faults.Read(() => ReadMode(properties["Layering"]), LayeringMode.Standard);
        var most = faults.Read(() => ReadPackageLayers(properties["PackageLayers"]), null);
        faults.Throw();
        return most is { } layers ? new LayeringChoice(mode, layers) : new LayeringChoice(mode);
    }

    private static LayeringMode ReadMode(string? text) => text switch
    {
        null or "standard" => LayeringMode.Standard,
        "single" => LayeringMode.Single,
        "fine" => LayeringMode.Fine,
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidOption, $"Reading ContainerizeLayering: '{Excerpt.Of(text)}' is no way of layering. Use standard, single or fine."),
    };

    private static int? ReadPackageLayers(string? text) => text switch
    {
        null => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most is >= 1 and <= 64 => most,
        _ => throw new ContainerizeException(
            ErrorCodes.InvalidOption, $"Reading ContainerizePackageLayers: '{Excerpt.Of(text)}' is not a number from 1 to 64. "
                + "It says how many layers ContainerizeLayering=fine may make of the packages."),
    };
}
