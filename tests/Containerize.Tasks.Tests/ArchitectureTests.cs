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
        ["Generating"],
        ["Reporting"],
        ["Describing"],
        ["Layering", "Layers", "BaseImages", "Dockerfiles", "Destinations"],
        ["Images", "Engines"],
        ["Registries"],
        ["Storage"],
        ["Tar"],
        ["Oci"],
        ["Host"],
        ["Diagnostics"],
    ];

    /// <summary>Folders below src in which a line may still be longer; none is to be added.</summary>
    private static readonly string[] WithLongLines =
    [
        "Containerize.Sdk",
        .. new[] { "BaseImages", "Describing", "Destinations", "Images", "Publishing", "Registries", "Reporting", "Tasks" }
            .Select(room => $"Containerize.Tasks/{room}"),
    ];

    private static readonly string Source = Path.Join(PackedPackage.RepositoryRoot, "src");

    private static readonly string Rooms = Path.Join(Source, "Containerize.Tasks");

    [Fact]
    public void Every_room_has_its_floor()
        => Files().Select(RoomOf).Distinct().Except(Floors.SelectMany(f => f)).ShouldBeEmpty();

    [Fact]
    public void The_sources_look_down_only()
    {
        var upward = Files().SelectMany(file => RoomReference().Matches(Code(file))
            .Select(match => match.Groups["room"].Value)
            .Distinct()
            .Where(room => IsKnown(room) && !MaySee(RoomOf(file), room))
            .Select(room => $"{Path.GetRelativePath(Rooms, file)} sees {room}"));

        upward.ShouldBeEmpty();
    }

    [Fact]
    public void The_compiled_types_look_down_only()
    {
        using var image = new PEReader(File.OpenRead(typeof(Digest).Assembly.Location));
        var metadata = image.GetMetadataReader();

        var seen = 0;
        var upward = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in metadata.TypeDefinitions)
        {
            var user = metadata.GetTypeDefinition(handle);
            foreach (var used in TypeUses.Of(metadata, image, user).Select(h => RoomOf(metadata, metadata.GetTypeDefinition(h))).OfType<string>())
            {
                seen++;
                if (RoomOf(metadata, user) is { } room && !MaySee(room, used))
                {
                    upward.Add($"{room}: {metadata.GetString(user.Name)} sees {used}");
                }
            }
        }

        seen.ShouldBeGreaterThan(100, "otherwise this test sees nothing");
        upward.ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_room_at_the_door_knows_MSBuild()
    {
        Files().Where(file => RoomOf(file) != "Tasks" && Code(file).Contains("Microsoft.Build", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(Rooms, file))
            .ShouldBeEmpty();
    }

    /// <summary>So that a new one touches its own file and the one that chooses.</summary>
    [Fact]
    public void Nobody_outside_of_their_room_names_a_kind_of_destination()
    {
        var kinds = Files().Select(file => Regex.Match(Code(file), @"class (?<name>\w+) : IImageDestination\b", RegexOptions.None, TimeSpan.FromSeconds(1))).Where(match => match.Success).Select(match => match.Groups["name"].Value).ToArray();

        kinds.Length.ShouldBeGreaterThan(3);
        Files().Where(file => RoomOf(file) != "Destinations" && kinds.Any(kind => Regex.IsMatch(Code(file), $@"\b{kind}\b", RegexOptions.None, TimeSpan.FromSeconds(1))))
            .Select(file => Path.GetRelativePath(Rooms, file))
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

    [Fact]
    public void No_line_is_longer_than_a_reader_can_see()
    {
        Sources()
            .Where(file => !WithLongLines.Any(folder => file.StartsWith(Path.Join(Source, folder) + Path.DirectorySeparatorChar, StringComparison.Ordinal)))
            .SelectMany(file => File.ReadLines(file).Select((line, i) => (Place: $"{Path.GetRelativePath(Source, file)}:{i + 1}", line.Length)))
            .Where(line => line.Length > LongestLine)
            .Select(line => $"{line.Place} has {line.Length} columns")
            .ShouldBeEmpty();
    }

    private static IEnumerable<string> Sources() => Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
        .Where(file => !IsBuildOutput(file) && Path.GetExtension(file) is ".cs" or ".props" or ".targets" or ".csproj");

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

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamespaceDeclaration();
}
