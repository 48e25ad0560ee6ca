using Containerize.Dockerfiles;

namespace Containerize.Composing;

/// <summary>Reads the services of a generated compose file, and writes one.</summary>
internal static class ComposeText
{
    /// <summary>Region for lines of one service; its name follows.</summary>
    public const string OneService = "services.";

    public const string Services = "services";
    public const string Volumes = "volumes";
    public const string Secrets = "secrets";
    public const string Top = "top";

    /// <summary>Columns before the name of a service, a volume or a secret.</summary>
    public const int NameIndent = 2;

    private const string From = "  # From ";

    /// <summary>Reads what stands outside of the regions.</summary>
    /// <param name="text">Of a generated file, with any line ends.</param>
    /// <exception cref="FormatException">Something there is not ours, and would get lost; the message is its line.</exception>
    public static IReadOnlyList<ServiceBlock> Read(string text)
    {
        var blocks = new List<ServiceBlock>();
        var listed = new List<string>();
        string? section = null, project = null;
        foreach (var line in CustomRegions.ListOthers(text).Select(line => line.TrimEnd()))
        {
            if (line.StartsWith(From, StringComparison.Ordinal))
            {
                project = line[From.Length..];
            }
            else if (line.Length > 0 && line[0] is not (' ' or '#'))
            {
                section = line is "services:" or "volumes:" or "secrets:" ? line[..^1] : throw new FormatException(line);
            }
            else if (line.Length == 0 || line.TrimStart()[0] == '#')
            {
                // Nothing that could get lost.
            }
            else if (section != Services)
            {
                listed.Add(section is null ? throw new FormatException(line.Trim()) : line);
            }
            else if (ServicePart.ReadKey(line, NameIndent) is { } name)
            {
                blocks.Add(new ServiceBlock(name, project ?? throw new FormatException(line.Trim()), []));
                project = null;
            }
            else
            {
                blocks[^1] = blocks.Count > 0 ? Add(blocks[^1], line) : throw new FormatException(line.Trim());
            }
        }

        // Of volumes and secrets those are ours that our services name.
        var ours = blocks.SelectMany(block => block.VolumeNames.Concat(block.SecretNames)).ToHashSet(StringComparer.Ordinal);
        var isOurs = false;
        foreach (var line in listed)
        {
            isOurs = ServicePart.ReadKey(line, NameIndent) is { } name ? ours.Contains(name) : isOurs;
            if (!isOurs)
            {
                throw new FormatException(line.Trim());
            }
        }

        return blocks;
    }

    /// <param name="blocks">In the order in which they are to stand.</param>
    public static string Write(IEnumerable<string> header, IReadOnlyList<ServiceBlock> blocks, Func<string, IReadOnlyList<string>> linesOf)
    {
        ServiceBlock[] whole = [.. blocks.Select(block => block.Without(KeysOf(linesOf(OneService + block.Name), ServiceBlock.KeyIndent)))];
        List<string> lines = [.. header.Select(line => $"# {line}".TrimEnd()), string.Empty, "services:"];
        foreach (var block in whole)
        {
            lines.AddRange([string.Empty, From + block.Project, $"  {block.Name}:", .. block.Parts.SelectMany(part => part.Lines)]);
            AddRegion(OneService + block.Name, "    ");
        }

        lines.Add(string.Empty);
        AddRegion(Services, "  ");
        AddSection(Volumes, whole.SelectMany(block => block.VolumeNames), name => [$"  {name}:"]);
        AddSection(Secrets, whole.SelectMany(block => block.SecretNames), name => [$"  {name}:", $"    environment: {name}"]);
        lines.Add(string.Empty);
        AddRegion(Top, string.Empty);
        return string.Join('\n', lines) + "\n";

        void AddSection(string name, IEnumerable<string> entries, Func<string, string[]> format)
        {
            var own = linesOf(name);
            var others = KeysOf(own, NameIndent);
            string[] named = [.. entries.Except(others, StringComparer.Ordinal).Order(StringComparer.Ordinal)];
            if (named.Length + own.Count > 0)
            {
                lines.AddRange([string.Empty, $"{name}:", .. named.SelectMany(format)]);
                AddRegion(name, "  ");
            }
        }

        void AddRegion(string name, string indent)
            => lines.AddRange([indent + CustomRegions.FormatBegin(name), .. linesOf(name), indent + CustomRegions.FormatEnd(name)]);
    }

    /// <summary>What the user's own lines name.</summary>
    public static IReadOnlySet<string> KeysOf(IEnumerable<string> lines, int indent)
        => lines.Select(line => ServicePart.ReadKey(line, indent)).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>A line of a service: a key, or below one.</summary>
    private static ServiceBlock Add(ServiceBlock block, string line)
    {
        if (ServicePart.ReadKey(line, ServiceBlock.KeyIndent) is { } key)
        {
            return block with { Parts = [.. block.Parts, new ServicePart(key, [line])] };
        }

        return block.Parts.Count == 0
            ? throw new FormatException(line.Trim())
            : block with { Parts = [.. block.Parts.SkipLast(1), block.Parts[^1] with { Lines = [.. block.Parts[^1].Lines, line] }] };
    }
}
