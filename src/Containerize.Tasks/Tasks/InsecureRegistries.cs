using Containerize.Host;

namespace Containerize.Tasks;

/// <summary>The registries for which the user accepts plain HTTP and unverified certificates.</summary>
internal static class InsecureRegistries
{
    /// <summary>The variable that the .NET SDK's own container publish reads.</summary>
    private const string Variable = "DOTNET_CONTAINER_INSECURE_REGISTRIES";

    public static IReadOnlySet<string> From(string? property, HostEnvironment host)
        => $"{property};{host[Variable]}"
            .Split([';', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ToHashSet(StringComparer.Ordinal);
}
