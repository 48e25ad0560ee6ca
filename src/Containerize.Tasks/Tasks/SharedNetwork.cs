using Containerize.Diagnostics;
using Containerize.Host;
using Containerize.Registries;
using Containerize.Registries.Credentials;
using Containerize.Registries.Network;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>The network that tasks of one build share, and what they learn of it: MSBuild keeps it until the build ends, then disposes it.</summary>
internal static class SharedNetwork
{
    public static OpenNetwork Of(IBuildEngine engine, RegistryOptions options) => BuildObjects.Keep(engine, NameOf(options), () => new OpenNetwork(options));

    /// <summary>What publishes with the same credentials have learned of registries.</summary>
    /// <param name="destination">See <see cref="CredentialSource"/>.</param>
    public static RegistryMemory MemoryOf(IBuildEngine engine, RegistryOptions options, string? destination)
        => BuildObjects.Keep(engine, $"{NameOf(options)} {destination}", () => new RegistryMemory(isShared: true));

    /// <summary>Asks registries over a network that others of the build use too, and outlives whoever asks.</summary>
    /// <param name="memory">Its helpers' answers are used as well.</param>
    /// <param name="destination">See <see cref="CredentialSource"/>.</param>
    public static async Task<RegistryClient> OpenClientAsync(
        OpenNetwork network, RegistryOptions options, RegistryMemory memory, HostEnvironment host, string? destination, IPublishLog log) => new(
            await network.HandlerAsync(),
            options,
            new CredentialSource(host, destination, log, answers: memory.Helpers),
            TimeProvider.System,
            log,
            ownsHandler: false,
            memory);

    private static string NameOf(RegistryOptions options) => string.Join(';', options.Insecure.Order(StringComparer.Ordinal));
}
