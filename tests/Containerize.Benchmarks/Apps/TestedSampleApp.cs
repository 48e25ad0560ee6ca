namespace Containerize.Benchmarks.Apps;

/// <summary>A copy of <c>samples/HelloWeb</c> with tests beside it, as a pipeline runs them.</summary>
internal sealed class TestedSampleApp : IApp
{
    private const string Runner = """{ "test": { "runner": "Microsoft.Testing.Platform" } }""";

    private const string Tests = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="xunit.v3.mtp-v2" Version="4.0.2" />
            <ProjectReference Include="../HelloWeb/HelloWeb.csproj" />
          </ItemGroup>
        </Project>
        """;

    private const string Test = """
        public sealed class GreetingTests
        {
            [Xunit.Fact]
            public void A_greeting_is_polite() => Xunit.Assert.Equal("Hello, you!", new HelloWeb.Greetings.Greeting("Hello", "you").ToString());
        }
        """;

    private readonly SampleApp _sample = new();

    public string Description => $"{_sample.Description}, and one test";

    public string TestProject => "../HelloWeb.Tests/HelloWeb.Tests.csproj";

    public AppProject Write(string folder, string sharedFolder)
    {
        var project = _sample.Write(folder, sharedFolder);
        File.WriteAllText(Path.Combine(folder, "global.json"), Runner);
        var tests = Path.Combine(project.Folder, TestProject);
        Directory.CreateDirectory(Path.GetDirectoryName(tests)!);
        File.WriteAllText(tests, Tests);
        File.WriteAllText(Path.Combine(Path.GetDirectoryName(tests)!, "GreetingTests.cs"), Test);
        return project;
    }
}
