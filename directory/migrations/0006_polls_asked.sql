-- Whether a question is asked, of everybody, or made-up bytes are given in its place to all but the poll's owner.
ALTER TABLE poll_question ADD COLUMN asked boolean NOT NULL DEFAULT false;
UPDATE poll_question SET asked = true WHERE EXISTS (SELECT 1 FROM poll_viewer v
  WHERE v.firm = poll_question.firm AND v.poll = poll_question.poll AND v.place = poll_question.place AND v.viewer = '');
DROP TABLE poll_viewer;
