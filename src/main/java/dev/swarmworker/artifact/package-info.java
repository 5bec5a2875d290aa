/**
 * Files that hold what is too large for a topic.
 *
 * <p>Owns the artifact folder: nothing is read or written outside it, no reader ever sees part of a
 * file, and no more files are open at once than configured. Knows tasks, and neither where they
 * come from nor who runs them.
 *
 * <p>Two gates keep a name inside the folder. {@link dev.swarmworker.artifact.ArtifactPath} refuses
 * by its letters alone whatever is not a plain relative name. {@link
 * dev.swarmworker.artifact.Folder} then walks it one open directory after the other and follows no
 * link, so that a link planted in the folder is refused as well, and planting it between the check
 * and the use changes nothing: there is no check apart from the use.
 */
@NullMarked
package dev.swarmworker.artifact;

import org.jspecify.annotations.NullMarked;
