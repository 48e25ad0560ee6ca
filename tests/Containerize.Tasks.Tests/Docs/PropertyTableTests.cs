using Shouldly;
using Xunit;

namespace Containerize.Tests.Docs;

public sealed class PropertyTableTests
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
    public void Nothing_is_in_the_tables_twice()
        => PropertyTable.Properties.Concat(PropertyTable.Items).ShouldBeUnique();

    [Fact]
    public void The_targets_are_found_and_understood()
    {
        PublicNames.Properties.ShouldContain("ContainerImage");
        PublicNames.Properties.ShouldContain("LocalRegistry");
        PublicNames.Items.ShouldContain("ContainerPort");
        PublicNames.Items.ShouldContain("ContainerizedImage");
    }
}
