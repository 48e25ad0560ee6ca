using Containerize.Diagnostics;
using Containerize.Oci;

namespace Containerize.Tasks;

/// <summary>Reads which platform an image is for.</summary>
internal static class PlatformReader
{
    /// <returns>The runtime identifier that is named; else Linux on this machine's processor, as the .NET SDK has it.</returns>
    public static string ReadRuntimeIdentifier(ImageProperties properties)
        => properties["RuntimeIdentifier"] is { } named && named != RuntimeIdentifier.Any
            ? named
            : "linux-" + properties.Required("SdkRuntimeIdentifier").Split('-')[^1];

    /// <summary>ContainerRuntimeIdentifiers: each platform once, in the order in which they are written.</summary>
    /// <exception cref="ContainerizeException">
    /// <see cref="ErrorCodes.InvalidList"/>; <see cref="ErrorCodes.InvalidPlatform"/> for each that is none.
    /// </exception>
    public static string[] ReadAll(string identifiers)
    {
        var platforms = ListText.Read(identifiers, "ContainerRuntimeIdentifiers");
        var faults = new Faults();
        faults.ReadEach(platforms, RuntimeIdentifier.Parse);
        if (platforms.Length == 0)
        {
            faults.Add(new ContainerizeException(
                ErrorCodes.InvalidList,
                $"Reading ContainerRuntimeIdentifiers: '{Excerpt.Of(identifiers)}' names no platform. "
                + "Use runtime identifiers with semicolons between them, such as linux-x64;linux-arm64."));
        }

        faults.Throw();
        return platforms;
    }

    /// <summary>NuGet restores before anything of ours is known, so only the project itself can say what for.</summary>
    /// <param name="platforms">What is published one by one.</param>
    /// <param name="restored">RuntimeIdentifiers.</param>
    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidPlatform"/>.</exception>
    public static void RequireRestored(IReadOnlyList<string> platforms, string? restored)
    {
        string[] missing = [.. platforms.Except(ListText.Read(restored, "RuntimeIdentifiers"), StringComparer.OrdinalIgnoreCase)];
        if (missing.Length > 0)
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidPlatform,
                $"Choosing the platforms: ContainerRuntimeIdentifiers names {string.Join(", ", missing)}, which RuntimeIdentifiers does not, and this app "
                    + $"is published for each platform by itself. Set RuntimeIdentifiers in the project to '{string.Join(';', platforms)}', so that NuGet "
                    + "restores for all of them.");
        }
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidPlatform"/>.</exception>
    public static Platform ReadPlatform(ImageProperties properties)
    {
        var runtimeIdentifier = ReadRuntimeIdentifier(properties);
        var platform = ParseLinux(runtimeIdentifier);
        if (properties["BuildRuntimeIdentifier"] is { } built && built != "any" && !platform.IsServedBy(Platform.FromRuntimeIdentifier(built)))
        {
            throw new ContainerizeException(
                ErrorCodes.InvalidPlatform,
                $"Choosing the platform: ContainerRuntimeIdentifier is '{runtimeIdentifier}', but the app was published for RuntimeIdentifier '{built}' "
                    + "and would not run there. Set them alike, or leave ContainerRuntimeIdentifier out.");
        }

        return platform;
    }

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidPlatform"/>: two images are for one platform.</exception>
    public static void RequireDifferent(IEnumerable<string> runtimeIdentifiers)
    {
        var platforms = new List<Platform>();
        foreach (var identifier in runtimeIdentifiers)
        {
            var platform = Platform.FromRuntimeIdentifier(identifier);
            if (platforms.Any(other => other.IsServedBy(platform)))
            {
                throw new ContainerizeException(
                    ErrorCodes.InvalidPlatform,
                    $"Choosing the platforms: ContainerRuntimeIdentifiers names {platform} twice, the second time as '{identifier}', and nobody could "
                        + "say which of the two an engine should run. Name each platform once.");
            }

            platforms.Add(platform);
        }
    }

    private static Platform ParseLinux(string runtimeIdentifier)
    {
        var platform = Platform.FromRuntimeIdentifier(runtimeIdentifier);
        return platform.Os == "linux"
            ? platform
            : throw new ContainerizeException(
                ErrorCodes.InvalidPlatform,
                $"Choosing the platform: '{runtimeIdentifier}' makes a Windows container, which Containerize does not assemble. "
                    + "Set ContainerRuntimeIdentifier to a Linux runtime identifier such as linux-x64.");
    }
}
