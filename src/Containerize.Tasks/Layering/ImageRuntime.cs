using Containerize.Oci;

namespace Containerize.Layering;

/// <summary>
/// Tells whose libraries a container can load, by the runtime identifier that a package keeps them under (learn.microsoft.com, ".NET RID
/// Catalog"). What is not certain, such as an identifier that nobody knows, counts as loadable.
/// </summary>
/// <param name="Architecture">As runtime identifiers name it: <c>x64</c>; null where images for several are made of the same files.</param>
internal sealed record ImageRuntime(string? Architecture, CLibrary? Library)
{
    /// <summary>Systems that are no Linux. Versions have been cut off: win10, osx.12, ios.15.</summary>
    private static readonly HashSet<string> OtherSystems = new(StringComparer.OrdinalIgnoreCase)
    {
        "win", "osx", "macos", "maccatalyst", "ios", "iossimulator", "tvos", "tvossimulator", "watchos", "android", "browser", "wasi",
        "freebsd", "netbsd", "openbsd", "illumos", "solaris", "omnios", "openindiana", "smartos", "haiku",
    };

    /// <summary>Distributions that are built on glibc, and had identifiers of their own until .NET 8.</summary>
    private static readonly HashSet<string> OnGlibc = new(StringComparer.OrdinalIgnoreCase)
    {
        "debian", "ubuntu", "linuxmint", "rhel", "centos", "fedora", "ol", "rocky", "almalinux", "amzn", "opensuse", "sles", "arch", "manjaro", "gentoo",
    };

    private static readonly HashSet<string> Systems = new(OnGlibc, StringComparer.OrdinalIgnoreCase) { "linux", "unix", "alpine", "tizen", "exherbo" };

    private static readonly HashSet<string> Architectures = new(StringComparer.OrdinalIgnoreCase)
    {
        "x64", "x86", "arm64", "arm", "armel", "armv6", "ppc64le", "s390x", "riscv64", "loongarch64", "mips64", "wasm",
    };

    public bool CanLoad(string runtimeIdentifier)
    {
        var parts = runtimeIdentifier.Split('-');
        var system = SystemOf(parts[0]);
        if (OtherSystems.Contains(system))
        {
            return false;
        }

        if (!Systems.Contains(system))
        {
            return true;
        }

        var isMusl = system == "alpine" || parts.Contains("musl", StringComparer.OrdinalIgnoreCase);
        return IsOfArchitecture(parts)
            && !parts.Contains("bionic", StringComparer.OrdinalIgnoreCase)
            && !(isMusl && Library == CLibrary.Glibc)
            && !(OnGlibc.Contains(system) && Library == CLibrary.Musl);
    }

    /// <summary>
    /// Where a package has a library for musl as well, what it has for glibc is never looked at in a system with musl; where it has none, the
    /// host falls back to it.
    /// </summary>
    /// <returns>The identifier that goes first; null when there is none.</returns>
    public string? FindPreferred(string runtimeIdentifier)
        => Library == CLibrary.Musl
            && runtimeIdentifier.StartsWith("linux-", StringComparison.OrdinalIgnoreCase)
            && !runtimeIdentifier.Contains("musl", StringComparison.OrdinalIgnoreCase)
                ? runtimeIdentifier.Insert("linux-".Length, "musl-")
                : null;

    private bool IsOfArchitecture(string[] parts)
        => Architecture is null
            || parts.Length == 1
            || !Architectures.Contains(parts[^1])
            || string.Equals(parts[^1], Architecture, StringComparison.OrdinalIgnoreCase)
            // Which of the ARM variants before 64 bits a program can load depends on how it was built.
            || (IsArm32(Architecture) && IsArm32(parts[^1]));

    private static bool IsArm32(string architecture)
        => architecture.StartsWith("arm", StringComparison.OrdinalIgnoreCase) && !string.Equals(architecture, "arm64", StringComparison.OrdinalIgnoreCase);

    /// <summary>Without a version: <c>win10</c>, <c>ubuntu.22.04</c>.</summary>
    private static string SystemOf(string part) => part[..(part.AsSpan().IndexOfAnyInRange('.', '9') is var end and >= 0 ? end : part.Length)];
}
