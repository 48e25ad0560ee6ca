using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Engines;
using Containerize.Host;
using Containerize.Registries;
using Containerize.Registries.Network;
using Containerize.Storage;

namespace Containerize.Tasks;

/// <summary>A registry that is asked before a publish comes to it, with the network and the logins of that publish.</summary>
internal sealed class EarlyRegistry(OpenNetwork network, RegistryMemory memory, RegistryOptions options, HostEnvironment host)
{
    /// <summary>Whether no image is under the name; elsewhere than in a registry none is looked for.</summary>
    /// <exception cref="ContainerizeException">The registry cannot be asked.</exception>
    public async Task<bool> LacksAsync(ImageTarget target, ContentStore cache, CancellationToken cancellationToken)
    {
        if (target.Place is not ImagePlace.Registry(var name))
        {
            return true;
        }

        var log = new SilentLog();
        using var engines = new EngineAnswers();
        using var registries = await SharedNetwork.OpenClientAsync(network, options, memory, host, name, log);
        var destination = await new DestinationChoice(registries, engines, cache, host, TimeProvider.System, log).ChooseAsync(target, cancellationToken);
        network.AddRequests(registries.Counts.Requests);
        return destination.Earlier is not { Manifest: not null };
    }
}
