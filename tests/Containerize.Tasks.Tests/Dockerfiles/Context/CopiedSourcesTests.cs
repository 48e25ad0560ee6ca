using Containerize.Dockerfiles.Context;
using Shouldly;
using Xunit;

namespace Containerize.Tests.Dockerfiles.Context;

public sealed class CopiedSourcesTests
{
    [Theory]
    [InlineData("COPY a.txt ./", "a.txt", true)]
    [InlineData("COPY a.txt ./", "b.txt", false)]
    [InlineData("COPY src/App/ src/App/", "src/App/deep/Program.cs", true)]
    [InlineData("COPY src/App/ src/App/", "src/Apple/Program.cs", false)]
    [InlineData("COPY --link --chown=1:2 one.txt two.txt ./", "two.txt", true)]
    [InlineData("COPY --from=publish /layers/app/ /", "layers/app/x", false)]
    [InlineData("COPY [\"My app/a.txt\", \"./\"]", "My app/a.txt", true)]
    [InlineData("COPY one.txt \\\n  # a remark\n  two.txt \\\n  ./", "two.txt", true)]
    [InlineData("COPY ./ ./", "anything/at.all", true)]
    [InlineData("copy . .", "anything/at.all", true)]
    [InlineData("ADD *.props ./", "Directory.Build.props", true)]
    [InlineData("# COPY a.txt ./", "a.txt", false)]
    [InlineData("RUN echo COPY a.txt ./", "a.txt", false)]
    public void An_instruction_takes_what_it_names(string text, string path, bool isTaken) => CopiedSources.Parse(text).Take(path).ShouldBe(isTaken);
}
