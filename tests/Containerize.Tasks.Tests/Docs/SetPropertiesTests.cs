using Containerize.TestKit.Documentation;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Docs;

/// <summary>What docs/properties.md lists is set by a test that reads back what became of it.</summary>
public sealed class SetPropertiesTests
{
    private static readonly IReadOnlyList<MarkedTest> Tests = MarkedTests.Of("Sets");

    /// <summary>What is both a property and an item is one name here.</summary>
    private static readonly string[] Rows = [.. PropertyTable.Properties.Union(PropertyTable.Items, StringComparer.Ordinal)];

    private static readonly string[] Named = [.. Tests.SelectMany(test => test.Arguments).Cast<string>().Distinct(StringComparer.Ordinal)];

    [Fact]
    public void Every_row_is_set_and_read_back_by_a_test()
    {
        Rows.Except(Named, StringComparer.Ordinal).ShouldBeEmpty("Name them in the attribute [Sets] of a test that sets them and reads their effect back.");

        Counts.Tell(
            "properties", $"{PropertyTable.Properties.Count + PropertyTable.Items.Count} rows of the property tables, each set and read back by a test");
    }

    [Fact]
    public void Every_name_that_is_set_is_a_row() => Named.Except(Rows, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void A_test_has_the_names_that_it_says_it_sets()
        => Tests.SelectMany(test => test.Arguments.Cast<string>().Where(name => !test.Says(name)).Select(name => $"{test}: {name}")).ShouldBeEmpty();
}
