using System.Globalization;

namespace Containerize.Composing;

/// <summary>Chooses ports of the machine so that no two services want the same one. What stands in the file stays.</summary>
internal sealed class HostPorts
{
    private const int LastPort = 65535;

    /// <summary>Below, only root may listen, which engines without root are not.</summary>
    private const int FirstFree = 1024;

    /// <summary>What people put 80 and 443 behind: 8080 and 8443.</summary>
    private const int InsteadOfLow = 8000;

    private readonly HashSet<(int Port, string Protocol)> taken = [];

    /// <summary>Of a service that is not asked.</summary>
    public void Reserve(PublishedPort port) => taken.Add((port.Host, port.Protocol));

    /// <summary>As the file has it, unless another service was given that port.</summary>
    /// <returns>False: it is another's.</returns>
    public bool TryTake(PublishedPort port) => taken.Add((port.Host, port.Protocol));

    /// <summary>The container's own where it is free, else the next that is.</summary>
    /// <param name="container">For example <c>8080/tcp</c>.</param>
    public PublishedPort Choose(string container)
    {
        var parts = container.Split('/');
        var own = int.Parse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture);
        for (var port = own < FirstFree ? own + InsteadOfLow : own; ; port = port == LastPort ? FirstFree : port + 1)
        {
            var published = new PublishedPort(port, container);
            if (taken.Add((port, published.Protocol)))
            {
                return published;
            }
        }
    }
}
