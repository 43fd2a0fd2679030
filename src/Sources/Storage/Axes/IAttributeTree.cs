namespace Ronchi.Sources.Storage;

/// <summary>Groups with attributes below the one that holds an array, in whatever kind of file.</summary>
internal interface IAttributeTree
{
    /// <summary>Whether there is such a group.</summary>
    /// <param name="group">Its path from here.</param>
    bool Has(string group);

    /// <summary>A number among the attributes of a group; null when it is none that is finite.</summary>
    /// <param name="group">Path of the group from here.</param>
    /// <param name="attribute">Name of the attribute. Truth values are 0 and 1.</param>
    double? Number(string group, string attribute);

    /// <summary>A text among the attributes of a group; null when it is none.</summary>
    /// <param name="group">Path of the group from here.</param>
    /// <param name="attribute">Name of the attribute.</param>
    string? Text(string group, string attribute);

    /// <summary>The numbers of an array of one axis in a group; null when there is none of this length.</summary>
    /// <param name="group">Path of the group from here.</param>
    /// <param name="array">Name of the array.</param>
    /// <param name="length">How many numbers it has.</param>
    double[]? Numbers(string group, string array, long length);
}
