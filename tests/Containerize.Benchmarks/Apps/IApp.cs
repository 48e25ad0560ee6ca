namespace Containerize.Benchmarks.Apps;

/// <summary>An app to be published.</summary>
internal interface IApp
{
    /// <summary>What it is, for the head of the report.</summary>
    string Description { get; }

    /// <summary>The repositories of its images, below the one that is published to; none where there is one image, which goes there.</summary>
    IReadOnlyList<string> Images => [];

    /// <summary>The project of its tests, relative to its own folder; null where it has none.</summary>
    string? TestProject => null;

    /// <summary>Writes the app's sources into an empty folder.</summary>
    /// <param name="sharedFolder">For what is too big to be there once for each contender.</param>
    AppProject Write(string folder, string sharedFolder);
}
