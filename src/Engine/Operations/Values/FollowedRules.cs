namespace Ronchi.Engine.Operations;

/// <summary>Another program whose rules an analysis follows where they differ from its own: <c>--compat</c>.</summary>
public enum FollowedRules
{
    /// <summary>LiberTEM's.</summary>
    Libertem,
}
