namespace Ronchi.Hdf5;

/// <summary>One entry of a group.</summary>
public sealed class Hdf5Link
{
    internal Hdf5Link(string name, LinkKind kind, long address = -1, string? target = null, string? targetFile = null)
    {
        Name = name;
        Kind = kind;
        Address = address;
        Target = target;
        TargetFile = targetFile;
    }

    /// <summary>Name within the group.</summary>
    public string Name { get; }

    /// <summary>Where the link leads.</summary>
    public LinkKind Kind { get; }

    /// <summary>Path that a soft or external link names.</summary>
    public string? Target { get; }

    /// <summary>File that an external link names, as written.</summary>
    public string? TargetFile { get; }

    internal long Address { get; }

    /// <summary>Name and target, for messages.</summary>
    public override string ToString() => Kind switch
    {
        LinkKind.Soft => $"{Name} -> {Target}",
        LinkKind.External => $"{Name} -> {TargetFile}:{Target}",
        _ => Name,
    };
}
