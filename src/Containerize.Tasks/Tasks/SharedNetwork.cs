using Containerize.Registries;
using Containerize.Registries.Network;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>The network that tasks of one build share, and what they learn of it: MSBuild keeps it until the build ends, then disposes it.</summary>
internal static class SharedNetwork
{
    public static OpenNetwork Of(IBuildEngine engine, RegistryOptions options) => BuildObjects.Keep(engine, NameOf(options), () => new OpenNetwork(options));

    /// <summary>What publishes with the same credentials have learned of registries.</summary>
    /// <param name="destination">See <see cref="Registries.Credentials.CredentialSource"/>.</param>
    public static RegistryMemory MemoryOf(IBuildEngine engine, RegistryOptions options, string? destination)
        => BuildObjects.Keep(engine, $"{NameOf(options)} {destination}", () => new RegistryMemory(isShared: true));

    private static string NameOf(RegistryOptions options) => string.Join(';', options.Insecure.Order(StringComparer.Ordinal));
}
