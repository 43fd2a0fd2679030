namespace Ronchi.Engine.Operations;

/// <summary>How the values of a result become a picture.</summary>
public enum LookForm
{
    /// <summary>A number for each entry.</summary>
    Image,

    /// <summary>Likewise, with colours that tell positive from negative.</summary>
    Signed,

    /// <summary>Vectors (row, column), a colour for each direction.</summary>
    Directions,

    /// <summary>Lengths of vectors.</summary>
    Length,

    /// <summary>Angles of vectors.</summary>
    Angle,

    /// <summary>Row components of vectors.</summary>
    Row,

    /// <summary>Column components of vectors.</summary>
    Column,

    /// <summary>The images of all detectors over one another, each in its colour.</summary>
    Overlay,
}
