using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Containerize.Diagnostics;

namespace Containerize.Oci;

/// <summary>
/// One of .NET's names for what a program runs on: <c>linux-x64</c>, <c>linux-musl-arm64</c>, and those of single systems that older SDKs and
/// projects have, such as <c>ubuntu.22.04-x64</c> or <c>alpine-x64</c>.
/// </summary>
/// <param name="Library">Null on Windows, and for <c>unix</c>, which leaves it open.</param>
internal sealed partial record RuntimeIdentifier(Platform Platform, CLibrary? Library)
{
    /// <summary>What a portable app is built for.</summary>
    public const string Any = "any";

    private static readonly string[] GlibcSystems =
    [
        "linux", "ubuntu", "debian", "rhel", "fedora", "centos", "rocky", "almalinux", "ol", "opensuse", "sles", "linuxmint", "arch", "manjaro", "gentoo",
        "amzn", "mariner", "azurelinux", "miraclelinux", "exherbo", "tizen",
    ];

    /// <exception cref="ContainerizeException"><see cref="ErrorCodes.InvalidPlatform"/>.</exception>
    public static RuntimeIdentifier Parse(string text)
    {
        if (TryParse(text, out var identifier))
        {
            return identifier;
        }

        throw new ContainerizeException(
            ErrorCodes.InvalidPlatform,
            $"Choosing the platform: '{Excerpt.Of(text)}' {ExplainUnfit(text)}. "
            + "Set ContainerRuntimeIdentifier to a Linux runtime identifier such as linux-x64, linux-arm64 or linux-musl-x64.");
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out RuntimeIdentifier? identifier)
    {
        identifier = null;
        var match = Pattern().Match(text);
        if (!match.Success || ArchitectureOf(match.Groups["architecture"].Value) is not { } architecture)
        {
            return false;
        }

        var system = match.Groups["system"].Value;
        (string Os, CLibrary? Library)? known = (system, match.Groups["library"].Value) switch
        {
            ("linux", "musl") or ("alpine", "") => ("linux", CLibrary.Musl),
            ("unix", "") => ("linux", null),
            (_, "" or "glibc") when GlibcSystems.Contains(system, StringComparer.Ordinal) => ("linux", CLibrary.Glibc),
            _ when system is "win" or "win7" or "win8" or "win81" or "win10" or "win11" => ("windows", null),
            _ => null,
        };
        identifier = known is { } on ? new RuntimeIdentifier(new Platform(on.Os, architecture.Name, architecture.Variant), on.Library) : null;
        return identifier is not null;
    }

    /// <summary>What is wrong with a text that is none, with the text as its subject.</summary>
    private static string ExplainUnfit(string text)
    {
        if (text.Contains("bionic", StringComparison.Ordinal))
        {
            return "is Android's, whose programs need a C library that no container image has";
        }

        if (text.AsSpan().ContainsAny(";,"))
        {
            return "names several platforms, and this property one: several go into ContainerRuntimeIdentifiers";
        }

        return FromPlatform(text) is { } same ? $"is what container tools call {same}" : "is no runtime identifier that a container image could run";
    }

    /// <summary>The identifier for what docker calls <c>linux/amd64</c>, however it is separated; null for anything else.</summary>
    private static string? FromPlatform(string text) => text.ToUpperInvariant().Replace('/', '-') switch
    {
        "LINUX-AMD64" or "LINUX-X64" or "LINUX-X86-64" or "AMD64" => "linux-x64",
        "LINUX-ARM64" or "LINUX-ARM64-V8" or "LINUX-AARCH64" or "ARM64" => "linux-arm64",
        "LINUX-ARM" or "LINUX-ARM-V7" or "LINUX-ARMV7" => "linux-arm",
        "LINUX-386" => "linux-x86",
        _ => null,
    };

    /// <summary>In Go's names, and with the variant where an architecture has several.</summary>
    private static (string Name, string? Variant)? ArchitectureOf(string name) => name switch
    {
        "x64" => ("amd64", null),
        "x86" => ("386", null),
        "arm64" => ("arm64", null),
        "arm" => ("arm", "v7"),
        "armv6" => ("arm", "v6"),
        "ppc64le" => ("ppc64le", null),
        "s390x" => ("s390x", null),
        "riscv64" => ("riscv64", null),
        "loongarch64" => ("loong64", null),
        _ => null,
    };

    /// <summary>
    /// System, its version, the library or <c>aot</c>, the architecture, as the SDK's graph of them has it (PortableRuntimeIdentifierGraph.json,
    /// RuntimeIdentifierGraph.json).
    /// </summary>
    [GeneratedRegex(
        @"^(?<system>[a-z]+[0-9]*)(\.[0-9]+(\.[0-9]+)*)?(-(?<library>[a-z]+[a-z0-9]*))?"
        + @"-(?<architecture>x64|x86|arm64|armv6|arm|ppc64le|s390x|riscv64|loongarch64)(-aot)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
