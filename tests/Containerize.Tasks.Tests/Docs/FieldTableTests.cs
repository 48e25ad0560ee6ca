using Xunit;

namespace Containerize.Tests.Docs;

public sealed class FieldTableTests
{
    [Fact]
    public void The_documentation_lists_what_people_ran_into()
        => DocumentedTable.ShouldHold("reliability.md", "| Kind |", FieldTable.Rows);
}
