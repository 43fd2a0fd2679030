namespace Ronchi.Hdf5;

/// <summary>Decides whether an external link may be followed.</summary>
/// <param name="linkingFile">Full path of the file that holds the link.</param>
/// <param name="candidate">Full path of the file that would be opened.</param>
/// <returns>False to refuse.</returns>
public delegate bool ExternalFilePolicy(string linkingFile, string candidate);
