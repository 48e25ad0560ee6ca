using Containerize.Registries;
using Containerize.Registries.Network;
using Microsoft.Build.Framework;

namespace Containerize.Tasks;

/// <summary>The network that tasks of one build share: MSBuild keeps it until the build ends, then disposes it.</summary>
internal static class SharedNetwork
{
    private static readonly Lock Opening = new();

    public static OpenNetwork Of(IBuildEngine engine, RegistryOptions options)
    {
        var keeper = (IBuildEngine4)engine;
        var key = $"{typeof(SharedNetwork).FullName} {string.Join(';', options.Insecure.Order(StringComparer.Ordinal))}";
        lock (Opening)
        {
            if (keeper.GetRegisteredTaskObject(key, RegisteredTaskObjectLifetime.Build) is OpenNetwork open)
            {
                return open;
            }

            var network = new OpenNetwork(options);
            keeper.RegisterTaskObject(key, network, RegisteredTaskObjectLifetime.Build, allowEarlyCollection: false);
            return network;
        }
    }
}
