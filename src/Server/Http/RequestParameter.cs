namespace Ronchi.Server.Http;

/// <summary>A parameter in the address of a request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it says, a phrase.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record RequestParameter(string Name, string Help, bool IsRequired = false)
{
    /// <summary>Whether it is a part of the path; else it stands behind the question mark.</summary>
    public bool IsInPath { get; init; }
}
