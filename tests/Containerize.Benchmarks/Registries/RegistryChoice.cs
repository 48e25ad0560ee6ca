using System.ComponentModel;

namespace Containerize.Benchmarks.Registries;

/// <summary>Finds the best registry that this machine offers.</summary>
internal static class RegistryChoice
{
    /// <summary>The lab's where the environment names one, else a docker-registry started here, else one in this process.</summary>
    public static async Task<IRegistry> StartAsync(string folder, CancellationToken cancellationToken)
    {
        if (Environment.GetEnvironmentVariable(LabRegistry.AddressVariable) is { Length: > 0 } address)
        {
            return new LabRegistry(address);
        }

        try
        {
            return await DockerRegistry.StartAsync(folder, cancellationToken);
        }
        catch (Win32Exception)
        {
            return await FallbackRegistry.StartAsync(cancellationToken); // docker-registry is not on PATH
        }
    }
}
