using Containerize.Destinations;
using Containerize.Diagnostics;
using Containerize.Tasks;
using Microsoft.Build.Utilities;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Tasks;

public sealed class DestinationReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_reference_is_a_destination_as_it_is()
    {
        var target = Read(Item("ghcr.io/acme/other")).ShouldHaveSingleItem();

        target.Place.ShouldBe(new ImagePlace.Registry("ghcr.io"));
        target.Names.ShouldBe(["ghcr.io/acme/other:1.2", "ghcr.io/acme/other:latest"]);
        Read(Item("localhost:5000/acme/other:dev")).ShouldHaveSingleItem().Names.ShouldBe(["localhost:5000/acme/other:dev"]);
    }

    [Fact]
    public void What_an_item_does_not_say_is_the_projects()
    {
        Read(Item("mirror", ("Registry", "ghcr.io"))).ShouldHaveSingleItem().Names.ShouldBe(["ghcr.io/acme/shop:1.2", "ghcr.io/acme/shop:latest"]);
        Read(Item("mirror", ("Registry", "ghcr.io"), ("Repository", "a/b"), ("Tags", "x; y,z"))).ShouldHaveSingleItem()
            .Names.ShouldBe(["ghcr.io/a/b:x", "ghcr.io/a/b:y", "ghcr.io/a/b:z"]);
    }

    [Fact]
    public void Properties_that_name_a_place_are_a_destination_too_and_come_first()
    {
        var targets = Read([("Registry", "quay.io")], Item("mirror", ("Repository", "acme/mirror")), Item("file", ("Archive", "out/")));

        targets.Select(target => target.Place).ShouldBe(
            [new ImagePlace.Registry("quay.io"), new ImagePlace.Registry("quay.io"), new ImagePlace.Archive(folder.At("out/acme-shop.tar"))]);
        targets[1].Names[0].ShouldBe("quay.io/acme/mirror:1.2");
        // The registry of another destination is no part of its name.
        targets[2].Names[0].ShouldBe("acme/shop:1.2");
    }

    [Fact]
    public void What_is_named_twice_is_one_destination()
        => Read([("Registry", "quay.io")], Item("quay.io/acme/shop"), Item("again", ("Registry", "quay.io"))).ShouldHaveSingleItem();

    [Theory]
    [InlineData("Podman", "Podman")]
    [InlineData("any", null)]
    public void An_engine_is_named_or_any(string engine, string? named)
    {
        var place = Read(Item("here", ("Engine", engine))).ShouldHaveSingleItem().Place.ShouldBeOfType<ImagePlace.Engine>();

        place.Named?.Name.ShouldBe(named);
        place.ArchiveInstead.ShouldBeNull();
    }

    [Fact]
    public void A_layout_with_a_registry_in_its_names()
    {
        var target = Read(Item("here", ("Layout", "images"), ("Registry", "ghcr.io"))).ShouldHaveSingleItem();

        target.Place.ShouldBe(new ImagePlace.Layout(folder.At("images")));
        target.Names[0].ShouldBe("ghcr.io/acme/shop:1.2");
    }

    [Theory]
    [InlineData("CTZ1127", "here", "", "")]
    [InlineData("CTZ1127", "here", "Repository", "a/b")]
    [InlineData("CTZ1127", "ghcr.io/Acme/Shop", "", "")]
    [InlineData("CTZ1127", "ghcr.io/acme/shop@sha256:0000000000000000000000000000000000000000000000000000000000000000", "", "")]
    [InlineData("CTZ1101", "here", "Registry", "https://ghcr.io")]
    [InlineData("CTZ1127", "here", "Archive Layout", "x")]
    [InlineData("CTZ1127", "here", "Archive Engine", "x")]
    public void What_is_wrong_is_one_error_that_names_the_item(string code, string identity, string names, string value)
    {
        var item = Item(identity, [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => (name, value))]);

        var failure = Should.Throw<ContainerizeException>(() => Read(item));

        failure.Code.Id.ShouldBe(code);
        failure.Message.ShouldContain($"ContainerDestination item '{identity[..4]}");
    }

    [Theory]
    [InlineData("Tags", "1.0+1", "CTZ1103", "the Tags of the ContainerDestination item 'ghcr.io/acme/shop'")]
    [InlineData("Repository", "Acme/Shop", "CTZ1102", "the Repository of the ContainerDestination item 'ghcr.io/acme/shop'")]
    [InlineData("Registry", "a b", "CTZ1101", "the Registry of the ContainerDestination item 'ghcr.io/acme/shop'")]
    public void A_wrong_value_is_named_with_its_metadata(string name, string value, string code, string whose)
    {
        var failure = Should.Throw<ContainerizeException>(() => Read(Item("ghcr.io/acme/shop", (name, value))));

        failure.Code.Id.ShouldBe(code);
        failure.Message.ShouldContain(whose);
    }

    [Theory]
    [InlineData("ghcr.io/acme/shop", "", "ghcr.io")]
    [InlineData("here", "Registry=quay.io", "quay.io")]
    [InlineData("here", "Archive=x.tar", null)]
    [InlineData("here", "Registry=quay.io Layout=x", null)]
    [InlineData("mirror", "Repository=a/b", null)]
    public void The_registry_that_will_be_asked_is_seen_without_reading_all(string identity, string metadata, string? registry)
        => DestinationReader.FindRegistry(Item(identity, [.. metadata.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => (pair.Split('=')[0], pair.Split('=')[1]))]))
            .ShouldBe(registry);

    private static TaskItem Item(string identity, params (string Name, string Value)[] metadata)
    {
        var item = new TaskItem(identity);
        foreach (var (name, value) in metadata)
        {
            item.SetMetadata(name, value);
        }

        return item;
    }

    private IReadOnlyList<ImageTarget> Read(params TaskItem[] destinations) => Read([], destinations);

    private IReadOnlyList<ImageTarget> Read((string Name, string Value)[] properties, params TaskItem[] destinations)
    {
        var paths = new ProjectPaths(folder.At("Shop.csproj"));
        var image = Item("image", [("AssemblyName", "Shop"), ("Repository", "acme/shop"), ("ImageTags", "1.2;latest"), .. properties]);
        return new TargetReader(new ImageProperties(image, paths), destinations, paths).Read(folder.At("bin"));
    }
}
