namespace Ronchi.Sources;

/// <summary>Where a kind of file keeps a part of a scan.</summary>
public enum Keeping
{
    /// <summary>In the file, or in those that belong to it.</summary>
    InFile,

    /// <summary>In a file beside it, <c>NAME.ronchi.json</c>, which only Ronchi reads.</summary>
    Beside,

    /// <summary>Nowhere.</summary>
    Dropped,
}
