namespace Containerize.Layering;

/// <summary>How finely an app is cut into layers.</summary>
internal enum LayeringMode
{
    /// <summary>One layer for each class, but several for the packages where they are large: see <see cref="PackageGroups.WorthDealing"/>.</summary>
    Standard,

    /// <summary>One layer for everything.</summary>
    Single,

    /// <summary>As standard, with the packages in several layers whatever their size: see <see cref="PackageGroups"/>.</summary>
    Fine,
}
