using Containerize.Diagnostics;
using Containerize.Dockerfiles;
using Containerize.Host;

namespace Containerize.Composing;

/// <summary>What a compose file is to say: the services that are described now, those of other projects as they stand there, the user's own lines.</summary>
internal sealed class ComposeMerge
{
    private readonly string path;
    private readonly IReadOnlyList<ServiceBlock> existing;
    private readonly CustomRegions regions;
    private readonly ComposeService[] services;

    /// <summary>Services of projects that were not asked, by whose word nothing about them is known.</summary>
    private readonly ServiceBlock[] kept;

    /// <summary>As a service stood in the file.</summary>
    private readonly Dictionary<ComposeService, ServiceBlock> earlier = [];

    /// <param name="path">Absolute.</param>
    /// <param name="existing">The services in the file that is there.</param>
    /// <param name="regions">The user's own lines in it.</param>
    /// <param name="projects">Absolute paths of the projects that were asked: one without a service has none any more.</param>
    public ComposeMerge(
        string path, IReadOnlyList<ServiceBlock> existing, CustomRegions regions, IReadOnlyList<ComposeService> services, IEnumerable<string> projects)
    {
        this.path = path;
        this.existing = existing;
        this.regions = regions;
        this.services = [.. services.OrderBy(service => service.Name, StringComparer.Ordinal).ThenBy(service => service.Project, StringComparer.Ordinal)];
        var asked = projects.Concat(services.Select(service => service.Project)).Select(Relative).ToHashSet(StringComparer.Ordinal);
        kept = [.. existing.Where(block => !asked.Contains(block.Project) && IsThere(block.Project))];
        FindEarlier();
    }

    private string Folder => Path.GetDirectoryName(path)!;

    /// <returns>The file's text, and the services as they stand in it.</returns>
    /// <exception cref="ContainerizeException">
    /// Two services have one name (<see cref="ErrorCodes.ServiceNameTaken"/>), or lines would be lost (<see cref="ErrorCodes.DockerfileNotWritten"/>).
    /// </exception>
    public (string Text, IReadOnlyList<ServiceBlock> Written) Merge()
    {
        CheckNames();
        var lines = CarryLines();
        var written = PublishPorts(lines).Select(service => ServiceBlock.Create(service.Service, Folder, service.Ports)).ToArray();
        ServiceBlock[] blocks = [.. written.Concat(kept).OrderBy(block => block.Name, StringComparer.Ordinal)];
        var text = ComposeText.Write(FormatHeader(), blocks, name => lines.GetValueOrDefault(name) ?? []);
        CheckTop(text);
        return (text, written);
    }

    private static IEnumerable<string> FormatHeader() =>
    [
        $"{GeneratedFile.Mark}. Only what lies between \">>> custom\" and \"<<< custom\" is yours to edit:",
        "a key that stands there is not written again. Ports of this machine stay as they are here.",
        "Generate:  dotnet build -t:ContainerizeCompose",
        "Start:     docker compose up --build",
    ];

    private string Relative(string project) => ServiceBlock.Relative(Folder, project);

    /// <summary>A program that is one file has a project in memory only, which is named for the file.</summary>
    private bool IsThere(string project)
    {
        var file = Path.GetFullPath(PathText.ToLocal(project), Folder);
        return File.Exists(file) || File.Exists(Path.ChangeExtension(file, null)) || File.Exists(Path.ChangeExtension(file, ".cs"));
    }

    /// <summary>By its project, whatever it is called now; of a project that was moved, by its name.</summary>
    private void FindEarlier()
    {
        var free = existing.Except(kept).ToList();
        foreach (var service in services)
        {
            if (free.Find(block => block.Project == Relative(service.Project)) is { } own)
            {
                earlier[service] = own;
                free.Remove(own);
            }
        }

        foreach (var service in services.Where(service => !earlier.ContainsKey(service)))
        {
            if (free.Find(block => block.Name == service.Name) is { } moved)
            {
                earlier[service] = moved;
                free.Remove(moved);
            }
        }
    }

    /// <summary>The user's own lines by the regions that they go to: those of a service that has another name now go along.</summary>
    private Dictionary<string, IReadOnlyList<string>> CarryLines()
    {
        string[] fixedPlaces = [ComposeText.Services, ComposeText.Volumes, ComposeText.Secrets, ComposeText.Top];
        var moves = fixedPlaces.Concat(kept.Select(block => RegionOf(block.Name))).Select(name => (From: name, To: name))
            .Concat(services.Select(service => (From: RegionOf(earlier.GetValueOrDefault(service)?.Name ?? service.Name), To: RegionOf(service.Name))))
            .ToArray();
        // Somebody may have put lines under a name before there was a service of that name.
        var from = moves.Select(move => move.From).ToHashSet(StringComparer.Ordinal);
        moves = [.. moves, .. moves.Where(move => !from.Contains(move.To)).Select(move => (From: move.To, move.To))];
        if (regions.Names.Except(moves.Select(move => move.From), StringComparer.Ordinal).FirstOrDefault() is { } homeless)
        {
            throw new ContainerizeException(
                ErrorCodes.DockerfileNotWritten,
                $"Writing {path}: the custom region '{homeless}' has no place in the file, and its lines would be lost. "
                + $"Move them to one of {string.Join(", ", moves.Select(move => move.To).Distinct(StringComparer.Ordinal))}, or remove them.");
        }

        return moves.GroupBy(move => move.To, StringComparer.Ordinal)
            .ToDictionary(to => to.Key, IReadOnlyList<string> (to) => [.. to.SelectMany(move => regions.LinesOf(move.From))], StringComparer.Ordinal);

        static string RegionOf(string service) => ComposeText.OneService + service;
    }

    private IEnumerable<(ComposeService Service, IReadOnlyList<PublishedPort> Ports)> PublishPorts(Dictionary<string, IReadOnlyList<string>> lines)
    {
        var ports = new HostPorts();
        foreach (var port in kept.SelectMany(block => block.PublishedPorts).Concat(ListPorts(lines.Values.SelectMany(all => all))))
        {
            ports.Reserve(port);
        }

        var asking = services
            .Where(service => !ComposeText.KeysOf(lines[ComposeText.OneService + service.Name], ServiceBlock.KeyIndent).Contains(ServiceBlock.Ports))
            .ToHashSet();
        // First those that stay, so that none of them is taken by a service that is new.
        var staying = services.Where(asking.Contains).ToDictionary(service => service, service => Stay(service, ports));
        foreach (var service in services)
        {
            var own = staying.GetValueOrDefault(service) ?? [];
            var wanted = asking.Contains(service) ? service.Ports : [];
            yield return (service, [.. wanted.Select(container => own.TryGetValue(container, out var port) ? port : ports.Choose(container))]);
        }
    }

    private Dictionary<string, PublishedPort> Stay(ComposeService service, HostPorts ports)
    {
        var staying = new Dictionary<string, PublishedPort>(StringComparer.Ordinal);
        foreach (var port in earlier.GetValueOrDefault(service)?.PublishedPorts ?? [])
        {
            if (service.Ports.Contains(port.Container, StringComparer.Ordinal) && !staying.ContainsKey(port.Container) && ports.TryTake(port))
            {
                staying[port.Container] = port;
            }
        }

        return staying;
    }

    private static IEnumerable<PublishedPort> ListPorts(IEnumerable<string> lines) => lines.Select(PublishedPort.Read).OfType<PublishedPort>();

    private void CheckNames()
    {
        var owners = services.Select(service => (service.Name, Project: Relative(service.Project)))
            .Concat(kept.Select(block => (block.Name, block.Project)))
            .ToArray();
        if (owners.GroupBy(owner => owner.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } shared)
        {
            var two = shared.Select(owner => owner.Project).Order(StringComparer.Ordinal).ToArray();
            throw new ContainerizeException(
                ErrorCodes.ServiceNameTaken,
                $"Writing {path}: {two[0]} and {two[1]} would both be the service '{shared.Key}'. "
                + "Give one of them another name, with ContainerizeComposeService in its project.");
        }

        var own = ComposeText.KeysOf(regions.LinesOf(ComposeText.Services), ComposeText.NameIndent);
        if (owners.FirstOrDefault(owner => own.Contains(owner.Name)) is { Name: { } name, Project: var project })
        {
            throw new ContainerizeException(
                ErrorCodes.ServiceNameTaken,
                $"Writing {path}: the service '{name}' of {project} stands in the custom region 'services' as well. "
                + "Rename that one, or set ContainerizeComposeService in the project.");
        }
    }

    /// <summary>YAML has no key twice.</summary>
    private void CheckTop(string text)
    {
        var top = ComposeText.KeysOf(regions.LinesOf(ComposeText.Top), indent: 0);
        if (CustomRegions.ListOthers(text).FirstOrDefault(line => ServicePart.ReadKey(line, indent: 0) is { } key && top.Contains(key)) is { } twice)
        {
            var key = twice.TrimEnd(':');
            throw new ContainerizeException(
                ErrorCodes.DockerfileNotWritten,
                $"Writing {path}: the custom region 'top' has the key '{key}', which the file has as well. "
                + $"Move what is below it between the lines '{CustomRegions.FormatBegin(key)}' and '{CustomRegions.FormatEnd(key)}'.");
        }
    }
}
