using System.Text.RegularExpressions;
using Containerize.Tasks;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Docs;

public sealed partial class PropertyTableTests
{
    [Fact]
    public void Every_property_in_the_targets_is_in_the_table()
        => PublicNames.Properties.Except(PropertyTable.Properties, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Every_property_in_the_table_is_in_the_targets()
        => PropertyTable.Properties.Except(PublicNames.Properties, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Every_item_in_the_targets_is_in_the_table()
        => PublicNames.Items.Except(PropertyTable.Items, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Every_item_in_the_table_is_in_the_targets()
        => PropertyTable.Items.Except(PublicNames.Items, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void The_tables_targets_are_those_there_are()
        => PropertyTable.Targets.ShouldBe(PublicNames.Targets, ignoreOrder: true);

    [Fact]
    public void Every_name_in_a_message_is_in_the_tables()
        => NamesInMessages().Except(PropertyTable.Properties.Concat(PropertyTable.Items).Concat(PropertyTable.Targets), StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Nothing_is_in_the_tables_twice()
    {
        PropertyTable.Properties.ShouldBeUnique();
        PropertyTable.Items.ShouldBeUnique();
        // What can be given on a command line and what can be added to, piece by piece, has one name.
        PropertyTable.Properties.Intersect(PropertyTable.Items, StringComparer.Ordinal).ShouldBe(["ContainerExclude"]);
    }

    [Fact]
    public void The_targets_are_found_and_understood()
    {
        PublicNames.Properties.ShouldContain("ContainerImage");
        PublicNames.Properties.ShouldContain("LocalRegistry");
        PublicNames.Items.ShouldContain("ContainerPort");
        PublicNames.Items.ShouldContain("ContainerizedImage");
        NamesInMessages().Count.ShouldBeGreaterThan(40);
    }

    /// <summary>As they stand in the sources' texts; two of them are words between targets and tasks.</summary>
    private static SortedSet<string> NamesInMessages()
        => new(
            SourceCode.Texts(SourceCode.All).SelectMany(text => Name().Matches(text)).Select(match => match.Value)
                .Where(name => name is not (ImageItems.KindMetadata or "ContainerizePlatform")),
            StringComparer.Ordinal);

    [GeneratedRegex(@"(?<![\w.])(Container(ize)?[A-Z]\w+|LocalRegistry)\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Name();
}
