using Containerize.Registries;
using Containerize.Registries.Network;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>The network that tasks of one build share, and what they learn of it: MSBuild keeps it until the build ends, then disposes it.</summary>
internal static class SharedNetwork
{
    private static readonly Lock Opening = new();

    public static OpenNetwork Of(IBuildEngine engine, RegistryOptions options) => Keep(engine, NameOf(options), () => new OpenNetwork(options));

    /// <summary>What publishes with the same credentials have learned of registries.</summary>
    /// <param name="destination">See <see cref="Registries.Credentials.CredentialSource"/>.</param>
    public static RegistryMemory MemoryOf(IBuildEngine engine, RegistryOptions options, string? destination)
        => Keep(engine, $"{NameOf(options)} {nameof(RegistryMemory)} {destination}", () => new RegistryMemory(isShared: true));

    private static string NameOf(RegistryOptions options)
        => $"{typeof(SharedNetwork).FullName} {string.Join(';', options.Insecure.Order(StringComparer.Ordinal))}";

    private static T Keep<T>(IBuildEngine engine, string key, Func<T> create)
        where T : class
    {
        var keeper = (IBuildEngine4)engine;
        lock (Opening)
        {
            if (keeper.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is T kept)
            {
                return kept;
            }

            var fresh = create();
            keeper.RegisterTaskObject(key, fresh, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            return fresh;
        }
    }
}
