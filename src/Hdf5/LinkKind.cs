namespace Ronchi.Hdf5;

/// <summary>Kind of a link.</summary>
public enum LinkKind
{
    /// <summary>To an object of the same file.</summary>
    Hard,

    /// <summary>To a path in the same file.</summary>
    Soft,

    /// <summary>To a path in another file.</summary>
    External,

    /// <summary>Of a kind that only the writing program understands; it cannot be followed.</summary>
    UserDefined,
}
