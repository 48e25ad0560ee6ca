using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using Containerize.Oci;
using Containerize.TestKit.Projects;
using Shouldly;
using Xunit;

namespace Containerize.Tests;

/// <summary>The house's plan: rooms are folders and namespaces, and who knows whom goes down only.</summary>
public sealed partial class ArchitectureTests
{
    private const int LongestFile = 300;

    /// <summary>Columns. As in .editorconfig.</summary>
    private const int LongestLine = 160;

    /// <summary>From the top down; rooms of one floor do not see each other.</summary>
    private static readonly string[][] Floors =
    [
        ["Tasks"],
        ["Publishing"],
        ["Generating", "Explaining"],
        ["Reporting", "Composing"],
        ["Describing"],
        ["Languages"],
        ["Layering", "Layers", "BaseImages", "Dockerfiles", "Destinations"],
        ["Images", "Engines"],
        ["Registries"],
        ["Storage"],
        ["Tar"],
        ["Oci"],
        ["Host"],
        ["Diagnostics"],
    ];

    private static readonly string Source = Path.Join(PackedPackage.RepositoryRoot, "src");

    private static readonly string Rooms = Path.Join(Source, "Containerize.Tasks");

    [Fact]
    public void Every_room_has_its_floor()
        => Files().Select(RoomOf).Distinct().Except(Floors.SelectMany(f => f)).ShouldBeEmpty();

    [Fact]
    public void The_sources_look_down_only()
        => SourceUses().Where(use => !MaySee(use.Room, use.Used)).Select(use => $"{use.Who} sees {use.Used}").ShouldBeEmpty();

    /// <summary>The largest room has floors of its own. What lies at its root is shared by all of them, or made of them.</summary>
    [Fact]
    public void The_folders_of_the_registries_look_down_only()
    {
        string[] floors = ["Uploads", "Connections", "Authentication", "Credentials", "Network", "Addresses"];
        var room = Path.Join(Rooms, "Registries");

        Directory.EnumerateDirectories(room).Select(Path.GetFileName).ShouldBe(floors, ignoreOrder: true);
        floors.SelectMany((folder, floor) => Directory.EnumerateFiles(Path.Join(room, folder), "*.cs")
            .SelectMany(file => floors.Take(floor)
                .Where(upper => Code(file).Contains($"Containerize.Registries.{upper}", StringComparison.Ordinal))
                .Select(upper => $"{Path.GetRelativePath(room, file)} sees {upper}"))).ShouldBeEmpty();
    }

    [Fact]
    public void The_compiled_types_look_down_only()
        => CompiledUses().Where(use => !MaySee(use.Room, use.Used)).Select(use => $"{use.Room}: {use.Who} sees {use.Used}").ShouldBeEmpty();

    /// <summary>Of rooms that use most of the others it says so.</summary>
    [Fact]
    public void The_documented_table_of_who_uses_whom_is_the_codes()
    {
        const string Everywhere = "Diagnostics";
        var uses = SourceUses().Concat(CompiledUses()).Where(use => use.Used != use.Room).ToLookup(use => use.Room, use => use.Used, StringComparer.Ordinal);
        var rooms = Floors.SelectMany(floor => floor).ToArray();
        var path = Path.Join(Docs.Repository.Docs, "architecture.md");
        var page = File.ReadAllText(path).ReplaceLineEndings("\n");

        TableRow().Matches(page).Select(row => row.Groups["room"].Value).ShouldBe(rooms, ignoreOrder: true);
        Sentence().Count(page).ShouldBe(1);
        var right = TableRow().Replace(page, row => $"| `{row.Groups["room"].Value}` |{row.Groups["what"].Value}| {UsedBy(row.Groups["room"].Value)} |");
        right = Sentence().Replace(right, $"Every room but {Listed(rooms.Where(room => room != Everywhere && !uses[room].Contains(Everywhere, StringComparer.Ordinal)))} also uses `{Everywhere}`");

        Docs.DocumentedTable.ShouldBe(path, page, right);

        string UsedBy(string room)
        {
            var used = rooms.Where(other => other != Everywhere && uses[room].Contains(other, StringComparer.Ordinal)).ToArray();
            return used.Length > rooms.Length / 2 ? "most rooms below" : Listed(used);
        }

        static string Listed(IEnumerable<string> rooms) => string.Join(", ", rooms.Select(room => $"`{room}`").DefaultIfEmpty("nothing"));
    }

    [Fact]
    public void Only_the_room_at_the_door_knows_MSBuild()
    {
        Files().Where(file => RoomOf(file) != "Tasks" && Code(file).Contains("Microsoft.Build", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Rooms, file))
            .ShouldBeEmpty();
    }

    /// <summary>So that a new one touches its own file and the one that chooses.</summary>
    [Theory]
    [InlineData("IImageDestination", 4)]
    [InlineData("IImageSource", 3)]
    public void Nobody_outside_of_its_room_names_a_kind_of(string noun, int least)
    {
        var kinds = Files()
            .Select(file => (Room: RoomOf(file), Kind: Regex.Match(Code(file), $@"class (?<name>\w+)(\([^{{]*\))? : {noun}\b", RegexOptions.None, TimeSpan.FromSeconds(1))))
            .Where(found => found.Kind.Success)
            .Select(found => (found.Room, Name: found.Kind.Groups["name"].Value))
            .ToArray();

        kinds.Length.ShouldBeGreaterThanOrEqualTo(least);
        Files().SelectMany(file => kinds
                .Where(kind => kind.Room != RoomOf(file) && Regex.IsMatch(Code(file), $@"\b{kind.Name}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
                .Select(kind => $"{Path.GetRelativePath(Rooms, file)} names {kind.Name}"))
            .ShouldBeEmpty();
    }

    [Fact]
    public void A_namespace_is_its_folder()
    {
        // MSBuild knows this attribute by its full name, so it lives where MSBuild looks for it.
        Files().Where(file => Path.GetFileName(file) != "MSBuildMultiThreadableTaskAttribute.cs" && NamespaceDeclaration().Match(File.ReadAllText(file)).Groups["name"].Value != ExpectedNamespace(file))
            .Select(file => Path.GetRelativePath(Rooms, file))
            .ShouldBeEmpty();
    }

    [Fact]
    public void No_file_is_longer_than_a_reader_can_hold()
    {
        Sources()
            .Select(file => (Name: Path.GetRelativePath(Source, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > LongestFile)
            .Select(file => $"{file.Name} has {file.Lines} lines")
            .ShouldBeEmpty();
    }

    /// <summary>Of C# only: what MSBuild is told stands in attributes, which have no line ends.</summary>
    [Fact]
    public void No_line_is_longer_than_a_reader_can_see()
    {
        Sources().Where(file => Path.GetExtension(file) == ".cs")
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (Place: $"{Path.GetRelativePath(Source, file)}:{i + 1}", line.Length)))
            .Where(line => line.Length > LongestLine)
            .Select(line => $"{line.Place} has {line.Length} columns")
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
        .Where(file => !IsBuildOutput(file) && Path.GetExtension(file) is ".cs" or ".props" or ".targets" or ".csproj");

    private static IEnumerable<(string Room, string Who, string Used)> SourceUses() => Files().SelectMany(file => RoomReference().Matches(Code(file))
        .Select(match => match.Groups["room"].Value)
        .Distinct(StringComparer.Ordinal)
        .Where(IsKnown)
        .Select(room => (RoomOf(file), Path.GetRelativePath(Rooms, file), room)));

    private static List<(string Room, string Who, string Used)> CompiledUses()
    {
        using var image = new PEReader(File.OpenRead(typeof(Digest).Assembly.Location));
        var metadata = image.GetMetadataReader();
        var uses = new List<(string Room, string Who, string Used)>();
        foreach (var user in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition))
        {
            if (RoomOf(metadata, user) is { } room)
            {
                var used = TypeUses.Of(metadata, image, user).Select(type => RoomOf(metadata, metadata.GetTypeDefinition(type))).OfType<string>();
                uses.AddRange(used.Select(other => (room, metadata.GetString(user.Name), other)));
            }
        }

        uses.Count.ShouldBeGreaterThan(100, "otherwise these tests see nothing");
        return uses;
    }

    private static List<string> Files()
    {
        var files = Directory.EnumerateFiles(Rooms, "*.cs", SearchOption.AllDirectories).Where(file => !IsBuildOutput(file)).ToList();
        files.Count.ShouldBeGreaterThan(20, "otherwise these tests see nothing");
        return files;
    }

    private static bool IsBuildOutput(string file) => file.Split('/', '\\').Any(part => part is "bin" or "obj");

    private static string RoomOf(string file) => Path.GetRelativePath(Rooms, file).Split('/', '\\')[0];

    private static string? RoomOf(MetadataReader metadata, TypeDefinition type)
    {
        while (type.IsNested)
        {
            type = metadata.GetTypeDefinition(type.GetDeclaringType());
        }

        var parts = metadata.GetString(type.Namespace).Split('.');
        return parts is ["Containerize", var room, ..] && IsKnown(room) ? room : null;
    }

    private static string ExpectedNamespace(string file)
        => "Containerize." + string.Join('.', Path.GetRelativePath(Rooms, Path.GetDirectoryName(file)!).Split('/', '\\'));

    private static bool IsKnown(string room) => Floors.Any(floor => floor.Contains(room, StringComparer.Ordinal));

    private static bool MaySee(string room, string other) => room == other || FloorOf(room) < FloorOf(other);

    private static int FloorOf(string room) => Array.FindIndex(Floors, floor => floor.Contains(room, StringComparer.Ordinal));

    /// <summary>The source without comments, where other rooms may be spoken of.</summary>
    private static string Code(string file) => Comment().Replace(File.ReadAllText(file), string.Empty);

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bContainerize\.(?<room>[A-Z]\w*)", RegexOptions.ExplicitCapture)]
    private static partial Regex RoomReference();

    [GeneratedRegex(@"^\| `(?<room>\w+)` \|(?<what>[^\n]*)\|(?<uses>[^|\n]*)\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex TableRow();

    [GeneratedRegex(@"Every room but [^\n]*? also uses `Diagnostics`")]
    private static partial Regex Sentence();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceDeclaration();
}
