using System.Globalization;

namespace Containerize.Benchmarks.Apps;

/// <summary>
/// A solution of small web services that have a library and most of their packages in common; each has two packages more, and no two of them the same
/// two.
/// </summary>
internal sealed class SolutionApp(int services) : IApp
{
    private const string Common = """
            <PackageReference Include="Dapper" Version="2.1.86" />
            <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="1.20.1" />
            <PackageReference Include="Serilog.AspNetCore" Version="10.0.0" />
        """;

    private static readonly (string Id, string Version)[] Own =
    [
        ("FluentValidation", "12.2.0"), ("Humanizer.Core", "3.0.10"), ("Markdig", "1.6.0"), ("MailKit", "4.18.2"), ("Npgsql", "10.0.3"),
        ("Polly.Core", "8.9.1"), ("YamlDotNet", "18.1.0"),
    ];

    public string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"a solution of {services} web services, each with a library and 16 package assemblies in common and two packages of its own");

    public IReadOnlyList<string> Images { get; } = [.. Enumerable.Range(1, services).Select(NameOf)];

    public AppProject Write(string folder, string sharedFolder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "All.slnx"), $"""
            <Solution>
              <Project Path="Library/Library.csproj" />
            {string.Join('\n', Images.Select(name => $"""  <Project Path="{name}/{name}.csproj" />"""))}
            </Solution>
            """);
        var settings = Path.Combine(folder, "Services.props");
        File.WriteAllText(settings, $"""
            <Project>
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <ContainerRepository Condition="'$({PublishProperties.RepositoryPrefix})' != ''">$({PublishProperties.RepositoryPrefix})/$(MSBuildProjectName)</ContainerRepository>
              </PropertyGroup>
              <ItemGroup>
            {Common}
                <ProjectReference Include="$(MSBuildThisFileDirectory)Library/Library.csproj" />
              </ItemGroup>
            </Project>
            """);
        WriteLibrary(Path.Combine(folder, "Library"));
        for (var number = 0; number < services; number++)
        {
            WriteService(Path.Combine(folder, Images[number]), number);
        }

        return new AppProject(settings);
    }

    private static string NameOf(int number) => string.Create(CultureInfo.InvariantCulture, $"service{number:D2}");

    private static void WriteLibrary(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "Library.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Greeting.cs"), """
            namespace Library;

            public static class Greeting
            {
                public static string For(string name) => $"Hello from {name}";
            }
            """);
    }

    private static void WriteService(string folder, int number)
    {
        var name = Path.GetFileName(folder);
        var first = Own[number % Own.Length];
        var second = Own[(number + 1 + (number / Own.Length)) % Own.Length];
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, $"{name}.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <Import Project="../Services.props" />
              <ItemGroup>
                <PackageReference Include="{first.Id}" Version="{first.Version}" />
                <PackageReference Include="{second.Id}" Version="{second.Version}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), $"""
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/", () => Library.Greeting.For("{name}"));
            app.Run();
            """);
    }
}
